package org.depinsdk.epoch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.epoch.internal.Json;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;

/** Contributions as lines of JSON. */
final class ContributionJson {
  private ContributionJson() {}

  static ObjectNode format(Contribution contribution) {
    ObjectNode json = Json.object();
    json.put("device", contribution.device().text());
    json.put("kind", contribution.kind().text());
    json.put("units", contribution.units());
    ObjectNode owners = json.putObject("owners");
    contribution
        .owners()
        .shares()
        .forEach(share -> owners.put(share.operator().text(), share.weight()));
    return json;
  }

  static Contribution parse(byte[] line) throws EncodingException {
    ObjectNode json = Json.parse(line);
    Json.onlyFields(json, "device", "kind", "units", "owners");
    ObjectNode owners = Json.child(json, "owners");
    List<Owners.Share> shares = new ArrayList<>();
    for (var names = owners.fieldNames(); names.hasNext(); ) {
      String operator = names.next();
      shares.add(new Owners.Share(OperatorId.parse(operator), Json.number(owners, operator)));
    }
    try {
      return new Contribution(
          DeviceId.parse(Json.text(json, "device")),
          ProofKind.parse(Json.text(json, "kind")),
          Json.number(json, "units"),
          new Owners(shares));
    } catch (IllegalArgumentException e) {
      throw new EncodingException("field owners: " + e.getMessage());
    }
  }
}
