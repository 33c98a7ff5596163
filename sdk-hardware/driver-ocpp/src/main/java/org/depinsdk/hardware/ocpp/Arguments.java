package org.depinsdk.hardware.ocpp;

import java.util.Optional;
import org.depinsdk.hardware.driver.Command;

/** The arguments of a command, checked. */
final class Arguments {
  private final Command command;

  Arguments(Command command) {
    this.command = command;
  }

  String string(String name, int max) {
    String value = command.arguments().get(name);
    if (value == null || value.isEmpty() || value.length() > max) {
      throw new IllegalArgumentException(command.name() + " needs " + name + ", 1 to " + max
          + " characters, not " + (value == null ? "nothing" : value.length() + " characters"));
    }
    return value;
  }

  String string(String name, String fallback) {
    return command.arguments().getOrDefault(name, fallback);
  }

  int number(String name) {
    return numberIf(name)
        .orElseThrow(
            () -> new IllegalArgumentException(command.name() + " needs the number " + name));
  }

  Optional<Integer> numberIf(String name) {
    String value = command.arguments().get(name);
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Integer.parseInt(value));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          command.name() + ": " + name + " must be a number, not "
              + org.depinsdk.core.encoding.EncodingException.shown(value),
          e);
    }
  }
}
