package dev.mynah.server.http.openai;

import dev.mynah.server.consent.ConsentService;
import dev.mynah.server.recognition.RecognitionService;
import dev.mynah.server.speech.SpeechService;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.voice.CloneService;
import dev.mynah.server.voice.VoiceCatalogue;
import dev.mynah.server.voice.VoiceErasure;
import org.jspecify.annotations.Nullable;

/**
 * The services behind this dialect.
 *
 * @param voices finds voices
 * @param erasure deletes them
 * @param clones makes them
 * @param tasks waits for them
 * @param consents keeps what they are made on
 * @param speech speaks with them
 * @param recognition writes down what is said; null if nothing here does
 */
public record OpenAiServices(
    VoiceCatalogue voices,
    VoiceErasure erasure,
    CloneService clones,
    TaskService tasks,
    ConsentService consents,
    SpeechService speech,
    @Nullable RecognitionService recognition) {}
