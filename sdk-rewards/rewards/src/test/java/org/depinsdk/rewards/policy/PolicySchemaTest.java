package org.depinsdk.rewards.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.document.Schemas;
import org.depinsdk.rewards.emission.EmissionTypes;
import org.depinsdk.rewards.preset.Presets;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The JSON Schema that editors use says the same as the reader. */
class PolicySchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12)
      .getSchema(RewardPolicy.schema());

  static List<String> presets() {
    return Presets.names();
  }

  private static JsonNode yaml(String text) {
    return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
  }

  @Test
  void theSchemaIsASchema() throws Exception {
    JsonNode schema = JSON.readTree(RewardPolicy.schema());
    Schema meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(com.networknt.schema.SchemaLocation.of(schema.get("$schema").asText()));
    assertThat(meta.validate(schema)).isEmpty();
    assertThat(schema.get("$defs").get("schedule").get("oneOf")).hasSize(17);
  }

  /** The file that editors are pointed to; it does not know the schedule that these tests add. */
  @Test
  void theFileIsTheSchemaOfThisJar() throws Exception {
    String file = new String(
        RewardPolicy.class.getResourceAsStream("reward-policy-1.schema.json").readAllBytes(),
        StandardCharsets.UTF_8);
    assertThat(file)
        .isEqualTo(
            Schemas.document(RewardPolicy.FORMAT, PolicyForm.of(EmissionTypes.BUILT_IN)) + "\n");
  }

  @ParameterizedTest
  @MethodSource("presets")
  void presetsAreWhatItDescribes(String name) throws Exception {
    assertThat(SCHEMA.validate(yaml(Presets.file(name)))).isEmpty();
    assertThat(SCHEMA.validate(JSON.readTree(Presets.policy(name).toJson()))).isEmpty();
  }

  @Test
  void whatIsWrittenIsWhatItDescribes() {
    Property.check(400, random -> {
      JsonNode policy = JSON.readTree(new Arbitrary(random).policy().toJson());
      assertThat(SCHEMA.validate(policy)).as(policy.toPrettyString()).isEmpty();
    });
  }

  /** Whatever the schema refuses, the reader refuses too: an editor never warns of a good policy. */
  @Test
  void whatTheSchemaRefusesIsRefusedByTheReader() {
    int[] refused = new int[1];
    Property.check(1_500, random -> {
      JsonNode policy = JSON.readTree(new Arbitrary(random).policy().toJson());
      List<ObjectNode> objects = new ArrayList<>();
      collect(policy, objects);
      ObjectNode target = objects.get(random.nextInt(objects.size()));
      List<String> names = new ArrayList<>();
      target.fieldNames().forEachRemaining(names::add);
      if (names.isEmpty()) {
        return;
      }
      String field = names.get(random.nextInt(names.size()));
      switch (random.nextInt(5)) {
        case 0 -> target.remove(field);
        case 1 -> target.put(field, -1);
        case 2 -> target.put(field, "what?");
        case 3 -> target.putArray(field);
        default -> target.put("wrong", 1);
      }
      if (!SCHEMA.validate(policy).isEmpty()) {
        refused[0]++;
        assertThatThrownBy(
                () -> RewardPolicy.parse(policy.toString().getBytes(StandardCharsets.UTF_8)))
            .as(policy.toPrettyString())
            .isInstanceOf(PolicyException.class);
      }
    });
    assertThat(refused[0]).isGreaterThan(500);
  }

  private static void collect(JsonNode node, List<ObjectNode> objects) {
    if (node instanceof ObjectNode object) {
      objects.add(object);
    }
    if (node instanceof ObjectNode || node instanceof ArrayNode) {
      node.forEach(child -> collect(child, objects));
    }
  }
}
