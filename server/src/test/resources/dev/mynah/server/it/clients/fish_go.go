// Drives a server with the Go module github.com/fishaudio/fish-audio-go, unmodified.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/fishaudio/fish-audio-go"
)

const (
	name    = "fish-audio-go"
	nowhere = "ffffffffffffffffffffffffffffffff" // no voice has this id
)

var (
	voice    = os.Getenv("MYNAH_TEST_VOICE")
	text     = os.Getenv("MYNAH_TEST_TEXT")
	said     = os.Getenv("MYNAH_TEST_SAID")
	folder   = os.Getenv("MYNAH_TEST_FOLDER")
	listens  = os.Getenv("MYNAH_TEST_LISTENS") == "true"
	always   = context.Background()
	fish     = client(os.Getenv("MYNAH_TEST_KEY"))
	recorded = recording()
	files    int
)

func client(key string) *fishaudio.Client {
	return fishaudio.NewClient(fishaudio.WithAPIKey(key), fishaudio.WithBaseURL(os.Getenv("MYNAH_TEST_URL")))
}

func recording() []byte {
	content, err := os.ReadFile(os.Getenv("MYNAH_TEST_RECORDING"))
	works("the recording", err)
	return content
}

func check(what string, holds bool) {
	if !holds {
		fmt.Println(what, "doesn't hold")
		os.Exit(1)
	}
}

func works(what string, err error) {
	if err != nil {
		fmt.Printf("%s: %T %v\n", what, err, err)
		os.Exit(1)
	}
}

func write(facts map[string]any) {
	line, err := json.Marshal(facts)
	works("a line", err)
	report, err := os.OpenFile(filepath.Join(folder, "report.jsonl"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	works("the report", err)
	_, err = report.Write(append(line, '\n'))
	works("the report", err)
	works("the report", report.Close())
}

func seen(call string) {
	write(map[string]any{"call": name + " " + call})
}

func heard(call string, audio []byte, format string, rate int, whose string, speed float64) {
	files++
	file := strconv.Itoa(files) + "." + format
	works("a file", os.WriteFile(filepath.Join(folder, file), audio, 0o600))
	write(map[string]any{
		"call": name + " " + call, "audio": file, "format": format, "rate": rate,
		"text": text, "voice": whose, "speed": speed,
	})
}

func refused[E error](call string, err error) {
	var wanted E
	check(fmt.Sprintf("%s: %T %v is a %T, which", call, err, err, wanted), errors.As(err, &wanted))
	seen(call)
}

func speech() {
	for format, rate := range map[fishaudio.AudioFormat]int{"mp3": 44100, "wav": 44100, "pcm": 44100, "opus": 48000} {
		audio, err := fish.TTS.Convert(always, &fishaudio.ConvertParams{Text: text, ReferenceID: voice, Format: format})
		works("convert", err)
		heard("Convert "+string(format), audio, string(format), rate, "preset", 1)
	}
	stream, err := fish.TTS.Stream(always, &fishaudio.StreamParams{
		Text: text, ReferenceID: voice, Speed: 1.25, Latency: fishaudio.LatencyNormal,
		Config: &fishaudio.TTSConfig{Format: "wav", SampleRate: 16000, ChunkLength: 100, TopP: 0.5, OpusBitrate: 64},
	})
	works("stream", err)
	var audio []byte
	for stream.Next() {
		audio = append(audio, stream.Bytes()...)
	}
	works("stream", stream.Err())
	works("stream", stream.Close())
	heard("Stream", audio, "wav", 16000, "preset", 1.25)
	references := []fishaudio.ReferenceAudio{{Audio: recorded, Text: said}}
	audio, err = fish.TTS.Convert(always, &fishaudio.ConvertParams{Text: text, References: references, Format: "wav"})
	works("convert by reference", err)
	heard("Convert by reference", audio, "wav", 44100, "recording", 1)
}

func live() {
	for format, rate := range map[fishaudio.AudioFormat]int{"mp3": 44100, "wav": 44100, "pcm": 44100, "opus": 48000} {
		audio, err := spoken(fish, &fishaudio.StreamParams{ReferenceID: voice, Format: format})
		works("live", err)
		heard("StreamWebSocket "+string(format), audio, string(format), rate, "preset", 1)
	}
	references := []fishaudio.ReferenceAudio{{Audio: recorded, Text: said}}
	audio, err := spoken(fish, &fishaudio.StreamParams{References: references, Format: "wav"})
	works("live by reference", err)
	heard("StreamWebSocket by reference", audio, "wav", 44100, "recording", 1)
	_, err = spoken(client("wrong"), nil)
	check("live, wrong key: "+fmt.Sprint(err), err != nil && strings.Contains(err.Error(), "bad handshake"))
	seen("live, wrong key")
}

// Says the text in pieces that don't care for words.
func spoken(fish *fishaudio.Client, params *fishaudio.StreamParams) ([]byte, error) {
	pieces := make(chan string)
	stream, err := fish.TTS.StreamWebSocket(always, pieces, params, nil)
	if err != nil {
		return nil, err
	}
	go func() {
		defer close(pieces)
		for piece := range slices.Chunk([]byte(text), 5) {
			pieces <- string(piece)
		}
	}()
	return stream.Collect()
}

func voices() {
	made, err := fish.Voices.Create(always, &fishaudio.CreateVoiceParams{
		Title: "Olga", Voices: [][]byte{recorded, recorded}, Texts: []string{"First this.", "Then that."},
		Tags: []string{"go", "warm"}, Description: "Made by a test", Visibility: fishaudio.VisibilityUnlist,
	})
	works("create", err)
	check("a new voice", made.State == fishaudio.ModelStateTrained && made.Visibility == "unlist" && len(made.Tags) == 2)
	seen("Voices.Create")
	page, err := fish.Voices.List(always, &fishaudio.ListVoicesParams{
		SelfOnly: true, Title: "Olga", Tags: []string{"go", "warm"}, Language: []string{"en"},
	})
	works("list", err)
	check("voices listed", page.Total == 1 && page.Items[0].ID == made.ID)
	seen("Voices.List")
	works("update", fish.Voices.Update(always, made.ID, &fishaudio.UpdateVoiceParams{Title: "Pia", Tags: []string{"a", "b"}}))
	shown, err := fish.Voices.Get(always, made.ID)
	works("get", err)
	check("the voice changed", shown.Title == "Pia" && len(shown.Tags) == 2 && !shown.CreatedAt.IsZero())
	seen("Voices.Update")
	works("delete", fish.Voices.Delete(always, made.ID))
	_, err = fish.Voices.Get(always, made.ID)
	refused[*fishaudio.NotFoundError]("Voices.Delete", err)
}

func others() {
	credits, err := fish.Account.GetCredits(always, &fishaudio.GetCreditsParams{CheckFreeCredit: true})
	works("credits", err)
	check("credit", credits.Credit != "" && credits.UserID != "")
	pack, err := fish.Account.GetPackage(always)
	works("package", err)
	check("a package", pack.Total >= pack.Balance)
	seen("Account")
	if listens {
		told, err := fish.ASR.Transcribe(always, recorded, &fishaudio.TranscribeParams{Language: "en"})
		works("transcribe", err)
		check("words: "+told.Text, len(strings.Fields(told.Text)) > 3 && len(told.Segments) > 0)
		seen("ASR.Transcribe")
	}
	_, err = client("wrong").Account.GetPackage(always)
	refused[*fishaudio.AuthenticationError]("wrong key", err)
	_, err = client(os.Getenv("MYNAH_TEST_POOR_KEY")).TTS.Convert(always, &fishaudio.ConvertParams{Text: text})
	var api *fishaudio.APIError
	check("no credit: "+fmt.Sprint(err), errors.As(err, &api) && api.StatusCode == 402)
	seen("no credit")
	_, err = fish.Voices.Get(always, nowhere)
	refused[*fishaudio.NotFoundError]("no such voice", err)
	_, err = fish.Voices.List(always, &fishaudio.ListVoicesParams{PageSize: 1000})
	refused[*fishaudio.ValidationError]("a page too long", err)
}

func main() {
	speech()
	live()
	voices()
	others()
}
