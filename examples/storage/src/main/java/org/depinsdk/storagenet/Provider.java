package org.depinsdk.storagenet;

/**
 * A provider as the network and its clients see it.
 *
 * @param number from 1; also that of its data set
 * @param behaviour how it behaves, which nobody else knows
 * @param party its key and owner
 * @param handle the running node
 */
record Provider(int number, Behaviour behaviour, Party party, ProviderHandle handle) {
  String name() {
    return party.name();
  }
}
