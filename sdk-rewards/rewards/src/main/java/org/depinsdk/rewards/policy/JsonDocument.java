package org.depinsdk.rewards.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON into nodes that know their place. Refuses fields that stand twice, and anything beyond its limits. */
final class JsonDocument {
  static final int MAX_BYTES = 1 << 20;
  private static final JsonFactory FACTORY = JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(64)
          .maxStringLength(4096)
          .maxNumberLength(80)
          .build())
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .build();

  private JsonDocument() {}

  static PolicyNode parse(byte[] json) throws PolicyException {
    if (json.length > MAX_BYTES) {
      throw refusal(0, 0, "a policy has at most " + MAX_BYTES + " bytes, not " + json.length);
    }
    try (JsonParser parser = FACTORY.createParser(json)) {
      parser.nextToken();
      PolicyNode node = value(parser);
      if (parser.nextToken() != null) {
        throw refusal(parser, "there is something behind the policy");
      }
      return node;
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw refusal(
          at == null ? 0 : at.getLineNr(),
          at == null ? 0 : at.getColumnNr(),
          "not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw refusal(0, 0, "not JSON: " + e.getMessage());
    }
  }

  private static PolicyNode value(JsonParser parser) throws IOException, PolicyException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw refusal(parser, "the document is empty");
    }
    JsonLocation at = parser.currentTokenLocation();
    int line = at.getLineNr();
    int column = at.getColumnNr();
    switch (token) {
      case START_OBJECT -> {
        Map<String, PolicyNode> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          fields.put(name, value(parser));
        }
        return new PolicyNode.Fields(line, column, fields);
      }
      case START_ARRAY -> {
        List<PolicyNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        return new PolicyNode.Items(line, column, items);
      }
      case VALUE_STRING -> {
        return new PolicyNode.Text(line, column, parser.getText());
      }
      case VALUE_NUMBER_INT -> {
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
          throw refusal(
              line, column, "a number this large is written as a text: " + parser.getText());
        }
        return new PolicyNode.Whole(line, column, parser.getLongValue());
      }
      case VALUE_TRUE, VALUE_FALSE -> {
        return new PolicyNode.Truth(line, column, token == JsonToken.VALUE_TRUE);
      }
      default ->
        throw refusal(
            line,
            column,
            "a policy has whole numbers, texts, true and false, not " + parser.getText());
    }
  }

  private static PolicyException refusal(JsonParser parser, String reason) {
    JsonLocation at = parser.currentLocation();
    return refusal(at.getLineNr(), at.getColumnNr(), reason);
  }

  private static PolicyException refusal(int line, int column, String reason) {
    return new PolicyException(List.of(new PolicyProblem(line, column, "", reason)));
  }
}
