// A yardstick: the bot of BenchBot as one would write it in Go, long polling, net/http, pgx, workers that keep the order
// of each person. With DURABLE=1 it also keeps what Roost promises to keep, in the plain way: updates are stored before
// they are confirmed, what a handler sends is stored with what it writes, and marked when it is sent. It recovers nothing.
//
// Usage: TELEGRAM_BOT_TOKEN=… TELEGRAM_API_BASE=… [DATABASE_URL=postgres://…] [DURABLE=1] gobot
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/jackc/pgx/v4/pgxpool"
)

type person struct {
	ID           int64  `json:"id"`
	FirstName    string `json:"first_name"`
	LanguageCode string `json:"language_code"`
}
type chat struct {
	ID   int64  `json:"id"`
	Type string `json:"type"`
}
type message struct {
	ID   int64   `json:"message_id"`
	From *person `json:"from"`
	Chat chat    `json:"chat"`
	Date int64   `json:"date"`
	Text string  `json:"text"`
}
type callbackQuery struct {
	ID      string   `json:"id"`
	From    person   `json:"from"`
	Message *message `json:"message"`
	Data    string   `json:"data"`
}
type preCheckoutQuery struct {
	ID string `json:"id"`
}
type update struct {
	ID          int64             `json:"update_id"`
	Message     *message          `json:"message"`
	Callback    *callbackQuery    `json:"callback_query"`
	PreCheckout *preCheckoutQuery `json:"pre_checkout_query"`
}
type button struct {
	Text string `json:"text"`
	Data string `json:"callback_data"`
}
type keyboard struct {
	Rows [][]button `json:"inline_keyboard"`
}
type send struct {
	Chat     int64     `json:"chat_id"`
	Message  int64     `json:"message_id,omitempty"`
	Text     string    `json:"text"`
	Keyboard *keyboard `json:"reply_markup,omitempty"`
}

// To one bot at most this many handlers at once, each with the persons of its number.
const workers = 256

type bot struct {
	client  http.Client
	base    string
	pool    *pgxpool.Pool
	durable bool
	lanes   [workers]chan update
}

func (b *bot) call(method string, body, result interface{}) error {
	encoded, err := json.Marshal(body)
	if err != nil {
		return err
	}
	answer, err := b.client.Post(b.base+method, "application/json", bytes.NewReader(encoded))
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	whole, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	envelope := struct {
		OK          bool            `json:"ok"`
		Description string          `json:"description"`
		Result      json.RawMessage `json:"result"`
	}{}
	if err := json.Unmarshal(whole, &envelope); err != nil {
		return err
	}
	if !envelope.OK {
		return fmt.Errorf("%s: %s", method, envelope.Description)
	}
	if result == nil {
		return nil
	}
	return json.Unmarshal(envelope.Result, result)
}

func (b *bot) run(ctx context.Context) {
	for i := range b.lanes {
		b.lanes[i] = make(chan update, 1000)
		go func(lane chan update) {
			for u := range lane {
				if err := b.handle(ctx, u); err != nil {
					log.Print(err)
				}
			}
		}(b.lanes[i])
	}
	offset := int64(0)
	for {
		var batch []update
		body := map[string]int64{"offset": offset, "timeout": 30, "limit": 100}
		if err := b.call("getUpdates", body, &batch); err != nil {
			log.Print(err)
			time.Sleep(time.Second)
			continue
		}
		if b.durable {
			if err := b.store(ctx, batch); err != nil {
				log.Print(err)
				time.Sleep(time.Second)
				continue
			}
		}
		for _, u := range batch {
			offset = u.ID + 1
			b.lanes[u.person()%workers] <- u
		}
	}
}

func (u update) person() int64 {
	switch {
	case u.Message != nil:
		return u.Message.From.ID
	case u.Callback != nil:
		return u.Callback.From.ID
	}
	return 0
}

func (b *bot) handle(ctx context.Context, u update) error {
	switch {
	case u.PreCheckout != nil:
		return b.call("answerPreCheckoutQuery", map[string]interface{}{"pre_checkout_query_id": u.PreCheckout.ID, "ok": true}, nil)
	case u.Callback != nil:
		return b.checkIn(ctx, u)
	case u.Message.Text == "in":
		return b.open(ctx, u)
	default:
		return b.answer(ctx, u, "sendMessage", send{Chat: u.Message.Chat.ID, Text: "you said " + u.Message.Text}, nil)
	}
}

func main() {
	ctx := context.Background()
	b := &bot{base: os.Getenv("TELEGRAM_API_BASE") + "/bot" + os.Getenv("TELEGRAM_BOT_TOKEN") + "/", durable: os.Getenv("DURABLE") != ""}
	b.client = http.Client{
		Timeout:   40 * time.Second,
		Transport: &http.Transport{MaxIdleConns: 100, MaxIdleConnsPerHost: 100, MaxConnsPerHost: 100},
	}
	if url := os.Getenv("DATABASE_URL"); url != "" {
		if err := b.connect(ctx, url); err != nil {
			log.Fatal(err)
		}
	}
	b.run(ctx)
}
