package org.depinsdk.transparency.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.internal.Strict;
import org.depinsdk.transparency.note.NoteKey;
import org.jspecify.annotations.Nullable;

/** Reads one policy file. */
final class WitnessPolicyParser {
  private static final String NONE = "none";

  private final List<WitnessPolicy.Log> logs = new ArrayList<>();
  private final List<WitnessPolicy.Witness> witnesses = new ArrayList<>();
  private final Map<String, WitnessPolicy.Member> defined = new HashMap<>();
  private final Set<String> inGroups = new HashSet<>();
  private final Set<String> keys = new HashSet<>();
  private @Nullable Optional<WitnessPolicy.Member> quorum;
  private int line;

  WitnessPolicy parse(String text) throws TransparencyException {
    if (text.length() > WitnessPolicy.MAX_LENGTH
        || text.chars().anyMatch(WitnessPolicyParser::neverInFile)) {
      throw TransparencyException.malformed("a policy has at most " + WitnessPolicy.MAX_LENGTH
          + " characters, of which no control characters but tab and line feed");
    }
    if (!text.endsWith("\n")) {
      throw TransparencyException.malformed("the last line of a policy ends in a line feed");
    }
    for (String content : text.split("\n")) {
      line++;
      String[] words = content.replaceAll("^[ \t]+", "").split("[ \t]+");
      if (!words[0].isEmpty() && !words[0].startsWith("#")) {
        define(words);
      }
    }
    if (quorum == null) {
      throw TransparencyException.malformed("a policy has a line 'quorum NAME' or 'quorum none'");
    }
    return new WitnessPolicy(text, logs, witnesses, quorum);
  }

  private static boolean neverInFile(int c) {
    return (c < 0x20 && c != '\t' && c != '\n') || c == 0x7f;
  }

  private void define(String[] words) throws TransparencyException {
    switch (words[0]) {
      case "log" -> log(words);
      case "witness" -> witness(words);
      case "group" -> group(words);
      case "quorum" -> quorum(words);
      default -> throw malformed("unknown word " + Strict.shown(words[0]));
    }
  }

  private void log(String[] words) throws TransparencyException {
    check(words.length == 2 || words.length == 3, "a log is 'log VKEY [URL]'");
    NoteKey key = key(words[1]);
    check(key.type() == NoteKey.ED25519, "a log's key is of type 1, not " + key.type());
    check(keys.add("log" + Strict.base64(key.key())), "the key of an earlier log");
    logs.add(new WitnessPolicy.Log(key, url(words, 2)));
    check(
        logs.size() <= WitnessPolicy.MAX_DEFINED,
        "more than " + WitnessPolicy.MAX_DEFINED + " logs");
  }

  private void witness(String[] words) throws TransparencyException {
    check(words.length == 3 || words.length == 4, "a witness is 'witness NAME VKEY [URL]'");
    NoteKey key = key(words[2]);
    check(
        key.type() == NoteKey.ED25519_COSIGNATURE || key.type() == NoteKey.ML_DSA_44_COSIGNATURE,
        "a witness's key is of type 4 or 6, not " + key.type());
    check(keys.add("witness" + Strict.base64(key.key())), "the key of an earlier witness");
    name(words[1], new WitnessPolicy.One(words[1]));
    witnesses.add(new WitnessPolicy.Witness(words[1], key, url(words, 3)));
  }

  private void group(String[] words) throws TransparencyException {
    check(words.length >= 4, "a group is 'group NAME all|any|NUMBER MEMBER...'");
    List<WitnessPolicy.Member> members = new ArrayList<>();
    for (String name : Arrays.asList(words).subList(3, words.length)) {
      members.add(defined(name));
      check(inGroups.add(name), Strict.shown(name) + " is in a group already");
    }
    long threshold = switch (words[2]) {
      case "any" -> 1;
      case "all" -> members.size();
      default -> Strict.decimal(words[2], "line " + line + ": the number of a group");
    };
    check(
        threshold >= 1 && threshold <= members.size(),
        "a group needs 1 to " + members.size() + " of its members, not " + threshold);
    name(words[1], new WitnessPolicy.Group((int) threshold, members));
  }

  private void quorum(String[] words) throws TransparencyException {
    check(words.length == 2 && quorum == null, "one line 'quorum NAME' or 'quorum none'");
    quorum = words[1].equals(NONE) ? Optional.empty() : Optional.of(defined(words[1]));
  }

  private void name(String name, WitnessPolicy.Member member) throws TransparencyException {
    check(!name.equals(NONE), "nothing can be called none");
    check(defined.putIfAbsent(name, member) == null, Strict.shown(name) + " is defined already");
    check(
        defined.size() <= WitnessPolicy.MAX_DEFINED,
        "more than " + WitnessPolicy.MAX_DEFINED + " names");
  }

  private WitnessPolicy.Member defined(String name) throws TransparencyException {
    WitnessPolicy.Member member = defined.get(name);
    if (member == null) {
      throw malformed("no witness or group " + Strict.shown(name) + " above");
    }
    return member;
  }

  private static Optional<String> url(String[] words, int at) {
    return words.length > at ? Optional.of(words[at]) : Optional.empty();
  }

  private NoteKey key(String vkey) throws TransparencyException {
    try {
      return NoteKey.parse(vkey);
    } catch (TransparencyException e) {
      throw malformed(e.getMessage());
    }
  }

  private void check(boolean holds, String message) throws TransparencyException {
    if (!holds) {
      throw malformed(message);
    }
  }

  private TransparencyException malformed(@Nullable String message) {
    return TransparencyException.malformed("policy line " + line + ": " + message);
  }
}
