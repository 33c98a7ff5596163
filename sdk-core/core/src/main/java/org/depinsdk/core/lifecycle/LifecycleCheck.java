package org.depinsdk.core.lifecycle;

import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.report.ReasonCode;

/** What a check of a rotation or a transfer came to. */
public sealed interface LifecycleCheck {
  /**
   * The statement holds.
   *
   * @param change to be recorded in the registry
   */
  record Accepted(RegistryChange change) implements LifecycleCheck {}

  /**
   * The statement does not hold, and this is why.
   *
   * @param reason a stable code of {@link LifecycleReasons}
   * @param detail facts for people
   */
  record Refused(ReasonCode reason, String detail) implements LifecycleCheck {}
}
