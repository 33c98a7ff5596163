package org.depinsdk.storagenet;

/** How a provider behaves. */
enum Behaviour {
  HONEST("honest"),
  ROTTEN_DISK("honest, its disk flips bits"),
  LATE("answers late in the first epoch"),
  DELETES("deletes what it stored and answers with zeros"),
  SINGLE_COPY("keeps one copy for two contracts"),
  FALSE_CAPACITY("offers room that it does not have, and keeps nothing of what it took"),
  FETCHES("fetches the data from another when challenged");

  private final String words;

  Behaviour(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
