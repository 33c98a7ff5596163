package org.depinsdk.hardware.ocpp;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;

/** The three messages of OCPP-J: {@code [2,id,action,payload]}, {@code [3,id,payload]} and {@code [4,id,code,text,details]}. */
sealed interface Frame {
  /** Longest message id (OCPP 1.6J section 4.1.4, OCPP 2.0.1 part 4 section 4.1.4). */
  int MAX_ID = 36;

  /** A call up to its id. */
  Pattern CALL_START = Pattern.compile("\\s*\\[\\s*2\\s*,\\s*\"([^\"\\\\]{1,36})\"\\s*,");

  String id();

  /** A request. */
  record Call(String id, String action, Map<?, ?> payload) implements Frame {}

  /** Its answer. */
  record Result(String id, Map<?, ?> payload) implements Frame {}

  /** Its refusal. */
  record Failure(String id, String code, String description) implements Frame {}

  /** What is no frame. */
  final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Optional<String> callId;

    MalformedException(String message, Optional<String> callId) {
      super(message);
      this.callId = callId;
    }

    /** The id of the call to refuse, if it could be read. */
    Optional<String> callId() {
      return callId;
    }
  }

  static Frame parse(String text) throws MalformedException {
    List<Object> parts;
    try {
      parts = Json.parseArray(text);
    } catch (IOException e) {
      String why =
          e.getMessage() == null ? "" : e.getMessage().lines().findFirst().orElse("");
      throw new MalformedException(
          "not OCPP JSON: " + EncodingException.shown(why), callIdIn(text));
    }
    if (parts.size() < 3
        || !(parts.get(0) instanceof Json.Number type)
        || !(parts.get(1) instanceof String id)
        || id.isEmpty()
        || id.length() > MAX_ID) {
      throw new MalformedException(
          "a message is a number, an id of 1 to " + MAX_ID + " characters and more",
          Optional.empty());
    }
    return switch (type.text()) {
      case "2" -> call(id, parts);
      case "3" -> {
        if (parts.size() == 3 && parts.get(2) instanceof Map<?, ?> payload) {
          yield new Result(id, payload);
        }
        throw new MalformedException("a result is [3,id,payload]", Optional.empty());
      }
      case "4" -> {
        if (parts.size() >= 4
            && parts.get(2) instanceof String code
            && parts.get(3) instanceof String description) {
          yield new Failure(id, code, description);
        }
        throw new MalformedException(
            "an error is [4,id,code,description,details]", Optional.empty());
      }
      default ->
        throw new MalformedException("unknown message type " + type.text(), Optional.empty());
    };
  }

  /** The id of a call whose JSON is broken somewhere behind it. */
  private static Optional<String> callIdIn(String text) {
    Matcher start = CALL_START.matcher(text);
    return start.lookingAt() ? Optional.of(start.group(1)) : Optional.empty();
  }

  private static Frame call(String id, List<Object> parts) throws MalformedException {
    if (parts.size() == 4 && parts.get(2) instanceof String action && action.length() <= 64) {
      // OCPP-J 1.6 section 4.2.1: no payload is null or {}
      Object payload = parts.get(3) == Json.NULL ? Map.of() : parts.get(3);
      if (payload instanceof Map<?, ?> fields) {
        return new Call(id, action, fields);
      }
    }
    throw new MalformedException("a call is [2,id,action,payload]", Optional.of(id));
  }

  static String call(String id, String action, Payload payload) {
    return Json.write(List.of(new Json.Number("2"), id, action, payload.fields()));
  }

  static String result(String id, Payload payload) {
    return Json.write(List.of(new Json.Number("3"), id, payload.fields()));
  }

  static String failure(String id, String code, String description) {
    String shortened = description.length() > 255 ? description.substring(0, 255) : description;
    return Json.write(List.of(new Json.Number("4"), id, code, shortened, Map.of()));
  }
}
