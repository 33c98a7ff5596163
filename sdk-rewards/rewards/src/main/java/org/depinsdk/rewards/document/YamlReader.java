package org.depinsdk.rewards.document;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonBoolean;
import org.depinsdk.core.json.JsonLocation;
import org.depinsdk.core.json.JsonNull;
import org.depinsdk.core.json.JsonNumber;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.json.JsonString;
import org.depinsdk.core.json.JsonValue;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads YAML 1.2 into JSON values that know their place: what JSON can say, written for people. Anchors, aliases and tags
 * are refused, and fields that stand twice. The library splits the text into events, through the parser that its module
 * exports; its composer is not used, because it calls itself for each level without a limit.
 */
final class YamlReader {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]{0,79})(\\.[0-9]{1,80})?([eE][+-]?[0-9]{1,3})?");

  private final Iterator<Event> events;

  private YamlReader(Iterator<Event> events) {
    this.events = events;
  }

  static JsonValue parse(byte[] yaml, int maxBytes) throws EncodingException {
    if (yaml.length > maxBytes) {
      throw new EncodingException(
          "YAML of " + yaml.length + " bytes, expected at most " + maxBytes);
    }
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(maxBytes).build();
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(yaml)).toString();
      return new YamlReader(new ParserImpl(settings, new StreamReader(settings, text))).document();
    } catch (CharacterCodingException e) {
      throw new EncodingException("YAML of " + yaml.length + " bytes that are not UTF-8");
    } catch (MarkedYamlEngineException e) {
      throw error(e.getProblemMark(), "not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new EncodingException("not YAML: " + e.getMessage());
    }
  }

  private JsonValue document() throws EncodingException {
    Event event = next();
    while (event.getEventId() == Event.ID.StreamStart
        || event.getEventId() == Event.ID.DocumentStart) {
      event = next();
    }
    if (event.getEventId() == Event.ID.StreamEnd) {
      throw new EncodingException("the document is empty", 1, 1);
    }
    JsonValue value = value(event, JsonLocation.root(line(event), column(event)), 0);
    event = next();
    if (event.getEventId() == Event.ID.DocumentEnd) {
      event = next();
    }
    if (event.getEventId() != Event.ID.StreamEnd) {
      throw error(event.getStartMark(), "there is content after the document, expected the end");
    }
    return value;
  }

  private Event next() throws EncodingException {
    if (!events.hasNext()) {
      throw new EncodingException("the document ends too soon");
    }
    return events.next();
  }

  private JsonValue value(Event event, JsonLocation at, int depth) throws EncodingException {
    if (depth > PolicyDocument.MAX_DEPTH) {
      throw error(
          event.getStartMark(),
          "is nested deeper than the " + PolicyDocument.MAX_DEPTH + " levels allowed");
    }
    if (event instanceof AliasEvent) {
      throw error(event.getStartMark(), "there are no aliases in a policy");
    }
    if (event instanceof CollectionStartEvent start) {
      refuse(event, start.getTag().isPresent() || start.getAnchor().isPresent());
      return start instanceof MappingStartEvent ? object(at, depth) : array(at, depth);
    }
    ScalarEvent scalar = (ScalarEvent) event;
    refuse(event, scalar.getTag().isPresent() || scalar.getAnchor().isPresent());
    return scalar.isPlain() ? plain(scalar.getValue(), at) : new JsonString(scalar.getValue(), at);
  }

  private static void refuse(Event event, boolean isTagged) throws EncodingException {
    if (isTagged) {
      throw error(event.getStartMark(), "there are no tags and no anchors in a policy");
    }
  }

  private JsonArray array(JsonLocation at, int depth) throws EncodingException {
    List<JsonValue> items = new ArrayList<>();
    for (Event item = next(); item.getEventId() != Event.ID.SequenceEnd; item = next()) {
      items.add(value(item, at.item(items.size(), line(item), column(item)), depth + 1));
    }
    return new JsonArray(items, at);
  }

  private JsonObject object(JsonLocation at, int depth) throws EncodingException {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    for (Event key = next(); key.getEventId() != Event.ID.MappingEnd; key = next()) {
      if (!(key instanceof ScalarEvent name)) {
        throw error(key.getStartMark(), "the name of a field is a string");
      }
      Event event = next();
      JsonLocation place = at.member(name.getValue(), line(event), column(event));
      if (members.put(name.getValue(), value(event, place, depth + 1)) != null) {
        throw at.member(name.getValue(), line(key), column(key))
            .error("occurs twice in its object");
      }
    }
    return new JsonObject(members, at);
  }

  /** As the JSON schema of YAML 1.2 has it; whatever else is not in quotes is a string. */
  private static JsonValue plain(String text, JsonLocation at) {
    return switch (text) {
      case "true", "false" -> new JsonBoolean(text.equals("true"), at);
      case "", "~", "null" -> new JsonNull(at);
      default ->
        NUMBER.matcher(text).matches() ? new JsonNumber(text, at) : new JsonString(text, at);
    };
  }

  private static int line(Event event) {
    return event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
  }

  private static int column(Event event) {
    return event.getStartMark().map(Mark::getColumn).orElse(-1) + 1;
  }

  private static EncodingException error(Optional<Mark> at, String message) {
    return at.map(mark -> new EncodingException(message, mark.getLine() + 1, mark.getColumn() + 1))
        .orElseGet(() -> new EncodingException(message));
  }
}
