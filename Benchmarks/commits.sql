-- The commit of a check-in's second update, as the host sends it, for pgbench and for `bench-bot commits`.
-- pgbench takes a colon before a letter or digit for a variable, also in quotes.
-- Each client has a hundred lanes of its own and goes through them in turn; :step is the number of its transaction.
\set step :step + 1
BEGIN;
WITH roost_touched AS (UPDATE roost_inbox SET state = 1, payload = NULL, done_at = 1795433762940062, reason = NULL WHERE lane = 'p:' || (:client_id * 100 + :step % 100) AND seq = :step / 100 + 1 AND state = 0 AND EXISTS (SELECT 1 AS held FROM roost_lane WHERE key = 'p:' || (:client_id * 100 + :step % 100) AND fence = 1 FOR NO KEY UPDATE) RETURNING 1) SELECT 1/(CASE WHEN count(*) = 1 THEN 1 ELSE 0 END) FROM roost_touched;
WITH roost_touched AS (INSERT INTO bench_check_in (person, day, at) VALUES (:client_id * 100 + :step % 100, :step / 100 + 1, 1795433762940062) RETURNING 1) SELECT 1/(CASE WHEN count(*) = 1 THEN 1 ELSE 0 END) FROM roost_touched;
INSERT INTO bench_streak (person, days) VALUES (:client_id * 100 + :step % 100, 1) ON CONFLICT (person) DO UPDATE SET days = bench_streak.days + 1;
INSERT INTO bench_ledger (id, person, points, at) VALUES (gen_random_uuid(), :client_id * 100 + :step % 100, 10, 1795433762940062);
INSERT INTO bench_level (person, points) VALUES (:client_id * 100 + :step % 100, 10) ON CONFLICT (person) DO UPDATE SET points = bench_level.points + 10;
DELETE FROM roost_dialog WHERE person = :client_id * 1000000 + :step;
INSERT INTO roost_outbox (id, lane, position, chat, plugin, method, payload, attachments, ref, target, priority, policy, state, attempts, expires_at, created_at) VALUES (gen_random_uuid(), 'p:' || (:client_id * 100 + :step % 100), 1024 * (:step / 100 + 1), :client_id * 100 + :step % 100, 'bench', 'editMessageText', '{"chat_id": 5001, "message_id": 4711, "link_preview_options": {"is_disabled": true}, "text": "Day 11 is in. 🔥"}', NULL, gen_random_uuid(), gen_random_uuid(), 1, 0, 1, 1, NULL, 1795433762940062);
END;
