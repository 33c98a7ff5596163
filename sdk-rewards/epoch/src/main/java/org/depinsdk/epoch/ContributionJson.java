package org.depinsdk.epoch;

import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;

/** Contributions as JSON. */
final class ContributionJson {
  private ContributionJson() {}

  static JsonObject format(Contribution contribution) {
    JsonObject.Builder owners = JsonObject.builder();
    contribution
        .owners()
        .shares()
        .forEach(share -> owners.put(share.operator().text(), share.weight()));
    return JsonObject.builder()
        .put("device", contribution.device().text())
        .put("kind", contribution.kind().text())
        .put("units", contribution.units())
        .put("owners", owners.build())
        .build();
  }

  static Contribution parse(JsonObject json) throws EncodingException {
    json.onlyNames("device", "kind", "units", "owners");
    JsonObject owners = json.object("owners");
    List<Owners.Share> shares = new ArrayList<>();
    for (String operator : owners.members().keySet()) {
      shares.add(new Owners.Share(OperatorId.parse(operator), owners.wholeNumber(operator)));
    }
    try {
      return new Contribution(
          json.parsed("device", DeviceId::parse),
          json.parsed("kind", ProofKind::parse),
          json.wholeNumber("units"),
          new Owners(shares));
    } catch (IllegalArgumentException e) {
      throw owners.location().error("is refused: " + e.getMessage());
    }
  }
}
