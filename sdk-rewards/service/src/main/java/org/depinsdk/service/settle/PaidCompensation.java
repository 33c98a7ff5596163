package org.depinsdk.service.settle;

import org.depinsdk.epoch.Compensation;

/**
 * A compensation that was paid.
 *
 * @param next the epoch that goes on from it
 * @param paid what was corrected and owed
 * @param isNew false if the same correction had been paid before, so that nothing was done
 */
public record PaidCompensation(long next, Compensation paid, boolean isNew) {}
