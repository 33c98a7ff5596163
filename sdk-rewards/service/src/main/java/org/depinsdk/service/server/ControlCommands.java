package org.depinsdk.service.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.epoch.SanctionJson;

/**
 * Lets the process that started this one skip time and change the registry, over standard input. Each line is answered by
 * one line.
 *
 * <pre>
 * advance 2026-01-01T01:00:00Z    now 2026-01-01T01:00:00Z     every epoch that closed on the way is settled
 * activate DEVICE                 changed DEVICE
 * suspend DEVICE REASON           changed DEVICE
 * revoke DEVICE REASON            changed DEVICE
 * sanction JSON                   sanctioned JSON              the step as it is in the log; its own time is replaced
 * anything else                   error and why
 * </pre>
 */
final class ControlCommands {
  private final NetworkServer server;
  private final InstantSource clock;
  private final PrintStream out;

  ControlCommands(NetworkServer server, InstantSource clock, PrintStream out) {
    this.server = server;
    this.clock = clock;
    this.out = out;
  }

  /** Executes commands until the input ends. */
  void obey(InputStream in) throws IOException, InterruptedException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      out.println(answer(line.strip()));
      out.flush();
    }
  }

  private String answer(String line) throws InterruptedException {
    String[] words = line.split(" ", 3);
    try {
      if (words[0].equals("sanction")) {
        return "sanctioned "
            + SanctionJson.format(server
                .admin()
                .sanction(SanctionJson.parse(line.substring(words[0].length()).strip()))
                .get());
      } else if (words.length == 2 && words[0].equals("advance")) {
        return advance(words[1]);
      } else if (words.length == 2 && words[0].equals("activate")) {
        return change(words[1], new RegistryChange.Activated());
      } else if (words.length == 3 && words[0].equals("suspend")) {
        return change(words[1], new RegistryChange.Suspended(words[2]));
      } else if (words.length == 3 && words[0].equals("revoke")) {
        return change(words[1], new RegistryChange.Revoked(words[2]));
      }
      return "error expected advance INSTANT, activate DEVICE, suspend DEVICE REASON, revoke"
          + " DEVICE REASON or sanction JSON";
    } catch (DateTimeException | EncodingException | IllegalArgumentException | IOException e) {
      return "error " + e.getMessage();
    } catch (ExecutionException e) {
      return "error " + e.getCause().getMessage();
    }
  }

  private String advance(String instant) throws IOException, InterruptedException {
    if (!(clock instanceof SteppedClock stepped)) {
      return "error the clock is the system's; start with --clock INSTANT to step it";
    }
    Instant now = stepped.advance(Instant.parse(instant));
    server.settleDue();
    return "now " + now;
  }

  private String change(String device, RegistryChange change)
      throws EncodingException, ExecutionException, InterruptedException {
    return "changed "
        + server.admin().change(DeviceId.parse(device), change).get().device();
  }
}
