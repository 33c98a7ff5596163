package org.depinsdk.rewards.policy;

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
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads YAML 1.2 into nodes that know their place: what JSON can say, written for people. Anchors, aliases and tags are
 * refused, and fields that stand twice.
 */
final class YamlDocument {
  private static final int MAX_DEPTH = 64;
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,17})");

  private final Iterator<Event> events;

  private YamlDocument(Iterator<Event> events) {
    this.events = events;
  }

  static PolicyNode parse(byte[] yaml) throws PolicyException {
    if (yaml.length > JsonDocument.MAX_BYTES) {
      throw refusal(
          0, 0, "a policy has at most " + JsonDocument.MAX_BYTES + " bytes, not " + yaml.length);
    }
    LoadSettings settings =
        LoadSettings.builder().setCodePointLimit(JsonDocument.MAX_BYTES).build();
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(yaml)).toString();
      return new YamlDocument(new ParserImpl(settings, new StreamReader(settings, text)))
          .document();
    } catch (CharacterCodingException e) {
      throw refusal(0, 0, "a policy is UTF-8 text");
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> at = e.getProblemMark();
      throw refusal(
          at.map(Mark::getLine).orElse(-1) + 1,
          at.map(Mark::getColumn).orElse(-1) + 1,
          "not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw refusal(0, 0, "not YAML: " + e.getMessage());
    }
  }

  private PolicyNode document() throws PolicyException {
    Event event = next();
    while (event.getEventId() == Event.ID.StreamStart
        || event.getEventId() == Event.ID.DocumentStart) {
      event = next();
    }
    if (event.getEventId() == Event.ID.StreamEnd) {
      throw refusal(0, 0, "the document is empty");
    }
    PolicyNode node = value(event, 0);
    event = next();
    if (event.getEventId() == Event.ID.DocumentEnd) {
      event = next();
    }
    if (event.getEventId() != Event.ID.StreamEnd) {
      throw refusal(line(event), column(event), "there is something behind the policy");
    }
    return node;
  }

  private Event next() throws PolicyException {
    if (!events.hasNext()) {
      throw refusal(0, 0, "the document ends too soon");
    }
    return events.next();
  }

  private PolicyNode value(Event event, int depth) throws PolicyException {
    if (depth > MAX_DEPTH) {
      throw refusal(
          line(event), column(event), "fields and lists stand at most " + MAX_DEPTH + " deep");
    }
    if (event instanceof CollectionStartEvent start
        && (start.getTag().isPresent() || start.getAnchor().isPresent())) {
      throw refusal(line(event), column(event), "a policy has no tags and no anchors");
    }
    if (event instanceof MappingStartEvent) {
      return fields(event, depth);
    }
    if (event instanceof SequenceStartEvent) {
      List<PolicyNode> items = new ArrayList<>();
      for (Event item = next(); item.getEventId() != Event.ID.SequenceEnd; item = next()) {
        items.add(value(item, depth + 1));
      }
      return new PolicyNode.Items(line(event), column(event), items);
    }
    if (event instanceof ScalarEvent scalar) {
      return scalar(scalar);
    }
    throw refusal(line(event), column(event), "a policy has no aliases");
  }

  private PolicyNode fields(Event start, int depth) throws PolicyException {
    Map<String, PolicyNode> fields = new LinkedHashMap<>();
    for (Event key = next(); key.getEventId() != Event.ID.MappingEnd; key = next()) {
      if (!(key instanceof ScalarEvent name)) {
        throw refusal(line(key), column(key), "the name of a field is a text");
      }
      PolicyNode value = value(next(), depth + 1);
      if (fields.put(name.getValue(), value) != null) {
        throw refusal(
            line(key), column(key), "Duplicate field " + EncodingException.shown(name.getValue()));
      }
    }
    return new PolicyNode.Fields(line(start), column(start), fields);
  }

  private static PolicyNode scalar(ScalarEvent scalar) throws PolicyException {
    int line = line(scalar);
    int column = column(scalar);
    if (scalar.getTag().isPresent() || scalar.getAnchor().isPresent()) {
      throw refusal(line, column, "a policy has no tags and no anchors");
    }
    String text = scalar.getValue();
    if (!scalar.isPlain()) {
      return new PolicyNode.Text(line, column, text);
    }
    if (WHOLE.matcher(text).matches()) {
      return new PolicyNode.Whole(line, column, Long.parseLong(text));
    }
    return switch (text) {
      case "true", "false" -> new PolicyNode.Truth(line, column, text.equals("true"));
      case "", "~", "null" ->
        throw refusal(
            line, column, "a policy has whole numbers, texts, true and false, not nothing");
      default -> new PolicyNode.Text(line, column, text);
    };
  }

  private static int line(Event event) {
    return event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
  }

  private static int column(Event event) {
    return event.getStartMark().map(Mark::getColumn).orElse(-1) + 1;
  }

  private static PolicyException refusal(int line, int column, String reason) {
    return new PolicyException(List.of(new PolicyProblem(line, column, "", reason)));
  }
}
