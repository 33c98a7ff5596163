package org.depinsdk.lab;

import java.util.Locale;
import org.depinsdk.bandwidth.MeasurementSlots;
import org.depinsdk.bandwidth.TestSize;

/** What happens on the shaped link. */
enum Scenario {
  /** Nothing else. */
  PLAIN,
  /** A fifth of the link is other traffic. */
  CROSS_TRAFFIC,
  /** One packet of a hundred is lost behind the link, both ways. */
  LOSS,
  /** 20 ms each way. */
  DELAY_40_MS,
  /** One of six challengers ends in the middle. */
  CHALLENGER_DIES,
  /** Two of six send nothing and tell each {@link Lie}; the honest four fill the link. */
  TWO_LIARS,
  /** Two devices behind the link are measured together. */
  TWO_PROVERS,
  /** Two devices that are taken for owners of a link each are measured alone and together, and found to share it. */
  UNKNOWN_PAIR;

  /** For people. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** What is offered, in hundredths of the link. */
  int multipleE2() {
    return this == TWO_LIARS ? MeasurementSlots.FLASHFLOW_MULTIPLE_E2 : TestSize.FILLING_E2;
  }

  boolean isRelayed() {
    return this == LOSS || this == DELAY_40_MS;
  }
}
