package org.depinsdk.core.lifecycle;

import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.report.ReasonCode;

/** The result of checking an instruction. */
public sealed interface LifecycleCheck {
  /**
   * The instruction is accepted.
   *
   * @param change to be recorded in the registry
   */
  record Accepted(RegistryChange change) implements LifecycleCheck {}

  /**
   * The instruction is refused.
   *
   * @param reason a stable code of {@link LifecycleReasons}
   * @param detail facts for people
   */
  record Refused(ReasonCode reason, String detail) implements LifecycleCheck {}
}
