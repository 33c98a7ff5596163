package org.depinsdk.ev;

/** How a station behaves. */
enum Behaviour {
  HONEST("honest"),
  OFTEN_OFFLINE("honest, offline half of the time"),
  FORGED_SIGNATURE("changes what its meter signed"),
  METER_BACKWARDS("has a meter that runs backwards"),
  OVERLAPPING("charges two cars at a time on one meter"),
  REPLAYER("reports each session twice"),
  ABOVE_PLATE("delivers more than its plate allows"),
  SHARED_KEY("reports a neighbour's sessions as its own");

  private final String words;

  Behaviour(String words) {
    this.words = words;
  }

  boolean honest() {
    return this == HONEST || this == OFTEN_OFFLINE;
  }

  String words() {
    return words;
  }
}
