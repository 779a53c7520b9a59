package dev.mynah.server.http.openai;

import java.time.Duration;

/**
 * What this dialect is told of its server.
 *
 * @param engine name of the engine that speaks
 * @param recognizer name of the model that listens; empty if there is none
 * @param waitLimit how long a caller may wait for a voice
 * @param maxTextChars longest text
 */
public record OpenAiSettings(
    String engine, String recognizer, Duration waitLimit, int maxTextChars) {}
