package org.depinsdk.storage.possession;

import com.google.protobuf.ByteString;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.proofs.Fields;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.ProtobufCodec;
import org.depinsdk.storage.piece.LeafProof;
import org.depinsdk.storage.piece.PieceCid;
import org.depinsdk.storage.wire.v1.ChallengeAnswer;
import org.depinsdk.storage.wire.v1.PossessionEvidence;

final class PossessionCodec extends ProtobufCodec<Possession, PossessionEvidence> {
  PossessionCodec() {
    super(PossessionEvidence.parser(), "PossessionEvidence");
  }

  @Override
  protected PossessionEvidence write(Possession possession) {
    PossessionEvidence.Builder wire =
        PossessionEvidence.newBuilder().setDataSet(possession.dataSet());
    possession
        .answers()
        .forEach((challenge, proof) -> wire.addAnswers(ChallengeAnswer.newBuilder()
            .setChallenge(challenge)
            .setProof(proof.map(p -> ByteString.copyFrom(p.toBytes())).orElse(ByteString.EMPTY))));
    return wire.build();
  }

  @Override
  protected Possession read(PossessionEvidence wire) throws MalformedEvidenceException {
    Fields.size("answers", wire.getAnswersCount(), 1, Possession.MAX_CHALLENGES, "answers");
    SortedMap<Integer, Optional<LeafProof>> answers = new TreeMap<>();
    for (ChallengeAnswer answer : wire.getAnswersList()) {
      Optional<LeafProof> proof = proof(answer.getProof());
      boolean first = answers.put(answer.getChallenge(), proof) == null;
      Fields.check(first, "challenge", answer.getChallenge(), "a number that occurs once");
    }
    return new Possession(wire.getDataSet(), answers);
  }

  private static Optional<LeafProof> proof(ByteString proof) throws MalformedEvidenceException {
    if (proof.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LeafProof.parse(proof.toByteArray()));
    } catch (EncodingException e) {
      throw MalformedEvidenceException.field(
          "proof",
          proof.size() + " bytes",
          1 + PieceCid.MIN_HEIGHT + " to " + (1 + PieceCid.MAX_HEIGHT) + " times 32 bytes");
    }
  }
}
