package org.depinsdk.bandwidth;

/**
 * What the claims about one prover in one test come to. All rates are kbit/s of IP packets, headers included.
 *
 * @param guaranteed what the link certainly carried, if no more than the assumed challengers lie: this is paid
 * @param available what the test got of the link while other traffic was on it: the best estimate
 * @param capacity the same with the other traffic that the prover says was on the link, as far as it is believed; no more is
 *     proven of this than of the prover's word
 * @param atMost what the link may have carried at most, if no more than the assumed challengers keep back what they saw
 * @param offered what the test offered
 * @param all whether (almost) all that was offered arrived, so that the link may be faster: the verdict is "at least"
 * @param lost packets of a thousand that did not arrive; on a link that the test filled, this is no fault
 */
public record Estimate(
    long guaranteed,
    long available,
    long capacity,
    long atMost,
    long offered,
    boolean all,
    int lost) {}
