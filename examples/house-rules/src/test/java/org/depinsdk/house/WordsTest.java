package org.depinsdk.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pages, messages, help texts and comments use the words that other projects use. */
class WordsTest {
  /** What readers stumbled over, and the words to take in its place. */
  private static final Map<Pattern, String> BETTER = new LinkedHashMap<>();

  static {
    better("way of the data", "data flow");
    better("at the door|whole door", "at ingest, admission");
    better("(in|the) one truth|tells? the truth", "source of truth; say it as it is");
    better("configured by texts", "strings");
    better("its place in the row|in one row\\b", "sequence number");
    better("\\bdialled\\b", "outbound connection");
    better("stops to (answer|send|work)", "stops answering");
    better(
        "(draws?|drawn|drew) (the|a|its|another|a log) keys?\\b|keys? (is|are|was) drawn",
        "generate");
    better("drawn (in|inside) (a|the|this) TPM", "generated in");
    better("\\b(is|are) told as\\b", "is reported as");
    better("\\b(is|are) told (of|about|what)\\b", "is notified of");
    better("in good order", "graceful shutdown");
    better("whose word (counts|reaches)", "trusted authorities");
    better("of one's own|one's own", "custom, another");
    better("network's own word", "asserted by the network alone");
    better("\\bon the wall\\b|the wall's clock", "system clock");
    better("\\b(hung|hangs) up\\b", "disconnects");
    better("turned away", "rejected");
    better("\\bof nobody\\b", "signed by no known device");
    better("hand(s|ed)? in\\b|hand(s|ed)? it in\\b", "send");
    better("finds? no room|without room", "over the limit, full");
    better("a way back", "appeal");
    better("comes? of it\\b", "the result");
    better("\\bstands (in the|beside the|below)\\b", "is in the");
    better("\\blies (in|beside|at) (the|a)\\b", "is in the");
    better("\\bobeys (lines|orders)", "executes");
    better("\\b(two|both|many) boxes\\b", "machines");
  }

  @Test
  void noPageAndNoSourceHasAWordThatReadersStumbledOver() {
    List<String> found = new ArrayList<>();
    int files = 0;
    for (Path file : files()) {
      files++;
      List<String> lines = lines(file);
      for (int i = 0; i < lines.size(); i++) {
        for (Map.Entry<Pattern, String> word : BETTER.entrySet()) {
          if (word.getKey().matcher(lines.get(i)).find()) {
            found.add(BuildModule.root().relativize(file) + ":" + (i + 1) + ": better: "
                + word.getValue() + ": " + lines.get(i).strip());
          }
        }
      }
    }
    assertThat(files).isGreaterThan(500);
    assertThat(found).isEmpty();
  }

  private static void better(String words, String instead) {
    BETTER.put(Pattern.compile(words, Pattern.CASE_INSENSITIVE), instead);
  }

  /** The pages, what is compiled into the jars, and the commands. */
  private static List<Path> files() {
    Path root = BuildModule.root();
    List<Path> all = new ArrayList<>(List.of(root.resolve("run")));
    try (Stream<Path> top = Files.list(root);
        Stream<Path> docs = Files.walk(root.resolve("docs"))) {
      Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md")).forEach(all::add);
      for (BuildModule module : BuildModule.all()) {
        try (Stream<Path> main = Files.walk(module.folder().resolve("src/main"))) {
          main.filter(file -> file.toString().matches(".*\\.(java|proto|md|html|js)"))
              .forEach(all::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
