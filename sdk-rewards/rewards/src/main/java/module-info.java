/** Token amounts, emission schedules, reward policies, allocation and cumulative Merkle distributions of the DePIN SDK. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.rewards {
  requires transitive org.depinsdk.core;
  requires org.snakeyaml.engine;
  requires static transitive org.jspecify;

  uses org.depinsdk.rewards.emission.EmissionProvider;

  exports org.depinsdk.rewards;
  exports org.depinsdk.rewards.allocation;
  exports org.depinsdk.rewards.distribution;
  exports org.depinsdk.rewards.document;
  exports org.depinsdk.rewards.emission;
  exports org.depinsdk.rewards.planning;
  exports org.depinsdk.rewards.policy;
  exports org.depinsdk.rewards.preset;
  exports org.depinsdk.rewards.staking;
  exports org.depinsdk.rewards.tariff;
}
