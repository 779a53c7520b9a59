package dev.mynah.engine.asr;

/**
 * What the network made of one stretch of sound.
 *
 * @param tokens in order, without the one that ends them
 * @param ended whether it ended by itself, rather than going round in circles
 * @param confidence mean of the natural logarithm of the chosen tokens' probabilities, at most 0
 */
record Heard(int[] tokens, boolean ended, double confidence) {}
