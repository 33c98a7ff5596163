package org.depinsdk.epoch;

import java.nio.file.Path;

/**
 * The log of a bundle as evidence that is checked while it is read: what was decided about each report is decided again. An
 * engine of many machines has them check the signatures beforehand, with {@link AdmissionSteps}; everything else is checked here.
 */
public sealed interface RecordedEvidence extends EvidenceSource permits AdmissionReplay {
  /** What was found of reports by themselves. */
  @FunctionalInterface
  interface Prechecks {
    /**
     * Looks up a report.
     *
     * @param position its place in the log, from 0; ascending from call to call
     * @return a reason code, or an empty string if nothing is wrong with the report by itself
     */
    String refusal(long position);
  }

  /**
   * Where the bundle lies.
   *
   * @return its folder
   */
  Path folder();

  /**
   * Takes what was found of the reports, so that the next reading need not verify their signatures.
   *
   * @param found what {@link AdmissionSteps#precheck} gave for each report
   */
  void prechecked(Prechecks found);
}
