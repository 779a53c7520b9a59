package dev.mynah.server.blob;

import java.time.Duration;

/**
 * How a file is to be shown to whoever follows a direct link.
 *
 * @param headersOnly whether the link is for HEAD rather than GET
 * @param mediaType value of Content-Type
 * @param disposition value of Content-Disposition
 * @param lifetime how long the link works
 */
public record LinkWish(
    boolean headersOnly, String mediaType, String disposition, Duration lifetime) {}
