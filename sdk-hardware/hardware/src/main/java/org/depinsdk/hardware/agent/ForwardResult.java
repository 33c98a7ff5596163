package org.depinsdk.hardware.agent;

/**
 * What one pass over the queue achieved.
 *
 * @param accepted how many reports the network accepted
 * @param refused how many it refused for good
 * @param held how many of the last batch stay in the queue, because the network gave no receipt for them or one that says
 *     to come again
 */
public record ForwardResult(int accepted, int refused, int held) {}
