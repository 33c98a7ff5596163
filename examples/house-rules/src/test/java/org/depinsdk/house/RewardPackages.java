package org.depinsdk.house;

/** The packages whose code decides a root. */
final class RewardPackages {
  static final String[] PACKAGES = {
    "org.depinsdk.core.report..",
    "org.depinsdk.core.registry..",
    "org.depinsdk.core.epoch..",
    "org.depinsdk.core.challenge..",
    "org.depinsdk.core.geo..",
    "org.depinsdk.geo..",
    "org.depinsdk.proofs..",
    "org.depinsdk.radio..",
    "org.depinsdk.metering..",
    "org.depinsdk.rewards..",
    "org.depinsdk.epoch.."
  };

  private RewardPackages() {}
}
