package org.depinsdk.attestation;

import java.time.Instant;

/**
 * Everything that an appraisal depends on beside the evidence.
 *
 * @param at when the evidence came; certificates and lists are judged by this instant
 * @param freshness what shows that the evidence was not recorded earlier
 * @param settings what the network trusts and asks for, for the evidence's scheme
 * @param prior what is known of the device from its last appraisal
 */
public record AppraisalContext(
    Instant at, Freshness freshness, SchemeSettings settings, PriorState prior) {}
