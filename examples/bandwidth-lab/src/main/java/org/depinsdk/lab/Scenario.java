package org.depinsdk.lab;

import java.util.Locale;

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
  /** Two of six send nothing and claim that all of it arrived. */
  TWO_LIARS,
  /** Two devices behind the link are measured together. */
  TWO_PROVERS;

  /** For people. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  boolean isRelayed() {
    return this == LOSS || this == DELAY_40_MS;
  }
}
