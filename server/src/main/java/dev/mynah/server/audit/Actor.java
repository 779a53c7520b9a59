package dev.mynah.server.audit;

/**
 * Who did something.
 *
 * @param ownerId the account
 * @param tokenId the key that was shown
 */
public record Actor(String ownerId, String tokenId) {}
