package main

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v4"
	"github.com/jackc/pgx/v4/pgxpool"
)

const schema = `
CREATE TABLE IF NOT EXISTS inbox (id bigint PRIMARY KEY, person bigint NOT NULL, payload bytea, state int NOT NULL, received_at bigint NOT NULL);
CREATE TABLE IF NOT EXISTS outbox (update_id bigint PRIMARY KEY, method text NOT NULL, body bytea, state int NOT NULL, created_at bigint NOT NULL);
CREATE TABLE IF NOT EXISTS dialog (person bigint PRIMARY KEY, name text NOT NULL, message bigint);
CREATE TABLE IF NOT EXISTS check_in (person bigint, day bigint, at bigint NOT NULL, PRIMARY KEY (person, day));
CREATE TABLE IF NOT EXISTS streak (person bigint PRIMARY KEY, days bigint NOT NULL);
CREATE TABLE IF NOT EXISTS ledger (id uuid PRIMARY KEY, person bigint NOT NULL, points bigint NOT NULL, at bigint NOT NULL);
CREATE TABLE IF NOT EXISTS level (person bigint PRIMARY KEY, points bigint NOT NULL);`

func (b *bot) connect(ctx context.Context, url string) error {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return err
	}
	config.MaxConns = 8
	if b.pool, err = pgxpool.ConnectConfig(ctx, config); err != nil {
		return err
	}
	_, err = b.pool.Exec(ctx, schema)
	return err
}

// What arrived, in one statement, before Telegram is told that it did.
func (b *bot) store(ctx context.Context, batch []update) error {
	ids, persons, payloads := make([]int64, len(batch)), make([]int64, len(batch)), make([][]byte, len(batch))
	for i, u := range batch {
		ids[i], persons[i] = u.ID, u.person()
		payloads[i], _ = json.Marshal(u)
	}
	_, err := b.pool.Exec(ctx, `INSERT INTO inbox (id, person, payload, state, received_at)
		SELECT i, p, b, 0, $4 FROM unnest($1::bigint[], $2::bigint[], $3::bytea[]) AS t(i, p, b) ON CONFLICT DO NOTHING`,
		ids, persons, payloads, time.Now().UnixMicro())
	return err
}

// Writes and sends. Durable: what is sent is stored with what is written, and marked afterwards.
func (b *bot) answer(ctx context.Context, u update, method string, body send, writes func(*pgx.Batch)) error {
	batch := &pgx.Batch{}
	if writes != nil {
		writes(batch)
	}
	if b.durable {
		encoded, err := json.Marshal(body)
		if err != nil {
			return err
		}
		now := time.Now().UnixMicro()
		batch.Queue("UPDATE inbox SET state = 1, payload = NULL WHERE id = $1 AND state = 0", u.ID)
		batch.Queue("INSERT INTO outbox (update_id, method, body, state, created_at) VALUES ($1, $2, $3, 1, $4)", u.ID, method, encoded, now)
	}
	if batch.Len() > 0 {
		err := b.pool.BeginFunc(ctx, func(tx pgx.Tx) error { return tx.SendBatch(ctx, batch).Close() })
		if err != nil {
			return err
		}
	}
	var sent message
	if err := b.call(method, body, &sent); err != nil {
		return err
	}
	if b.durable {
		_, err := b.pool.Exec(ctx, "UPDATE outbox SET state = 2, body = NULL WHERE update_id = $1", u.ID)
		return err
	}
	return nil
}

func (b *bot) open(ctx context.Context, u update) error {
	card := send{Chat: u.Message.Chat.ID, Text: "How was it?", Keyboard: &keyboard{[][]button{{{"Done", "done"}, {"Not today", "skip"}}}}}
	return b.answer(ctx, u, "sendMessage", card, func(batch *pgx.Batch) {
		batch.Queue("INSERT INTO dialog (person, name) VALUES ($1, 'check_in') ON CONFLICT (person) DO UPDATE SET name = excluded.name", u.person())
	})
}

func (b *bot) checkIn(ctx context.Context, u update) error {
	p, now := u.person(), time.Now().UnixMicro()
	var days int64
	err := b.pool.QueryRow(ctx, `SELECT COALESCE((SELECT days FROM streak WHERE person = $1), 0) FROM dialog WHERE person = $1`, p).Scan(&days)
	if err != nil {
		return err
	}
	card := send{Chat: u.Callback.Message.Chat.ID, Message: u.Callback.Message.ID, Text: "Day is in. 🔥"}
	err = b.answer(ctx, u, "editMessageText", card, func(batch *pgx.Batch) {
		batch.Queue("INSERT INTO check_in (person, day, at) VALUES ($1, $2, $3)", p, days+1, now)
		batch.Queue("INSERT INTO streak (person, days) VALUES ($1, 1) ON CONFLICT (person) DO UPDATE SET days = $2", p, days+1)
		batch.Queue("INSERT INTO ledger (id, person, points, at) VALUES (gen_random_uuid(), $1, 10, $2)", p, now)
		batch.Queue("INSERT INTO level (person, points) VALUES ($1, 10) ON CONFLICT (person) DO UPDATE SET points = level.points + 10", p)
		batch.Queue("DELETE FROM dialog WHERE person = $1", p)
	})
	if err != nil {
		return err
	}
	return b.call("answerCallbackQuery", map[string]string{"callback_query_id": u.Callback.ID}, nil)
}
