package org.depinsdk.storage.audit;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.proofs.Fields;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.ProtobufCodec;
import org.depinsdk.storage.piece.BlockProof;
import org.depinsdk.storage.piece.Fr32;
import org.depinsdk.storage.piece.PieceCid;
import org.depinsdk.storage.wire.v1.NoShares;
import org.depinsdk.storage.wire.v1.ShardAudit;
import org.depinsdk.storage.wire.v1.Share;
import org.depinsdk.storage.wire.v1.Shares;

final class AuditCodec extends ProtobufCodec<ShardReport, ShardAudit> {
  private static final int MAX_PATH = PieceCid.MAX_HEIGHT * Bytes32.LENGTH;

  AuditCodec() {
    super(ShardAudit.parser(), "ShardAudit");
  }

  @Override
  protected ShardAudit write(ShardReport report) {
    ShardAudit.Builder wire = ShardAudit.newBuilder()
        .setSegment(report.segment())
        .setVersion(report.version())
        .setShard(report.shard());
    if (report.answer() instanceof ShardAnswer.Blocks blocks) {
      Shares.Builder shares = Shares.newBuilder();
      for (BlockProof proof : blocks.blocks()) {
        shares.addShares(Share.newBuilder()
            .setBlock(ByteString.copyFrom(proof.block()))
            .setPath(ByteString.copyFrom(Bytes32.join(proof.path()))));
      }
      return wire.setShares(shares).build();
    }
    boolean lost = report.answer() instanceof ShardAnswer.Lost;
    return wire.setNoShares(lost ? NoShares.NO_SHARES_LOST : NoShares.NO_SHARES_ERROR)
        .build();
  }

  @Override
  protected ShardReport read(ShardAudit wire) throws MalformedEvidenceException {
    return new ShardReport(wire.getSegment(), wire.getVersion(), wire.getShard(), answer(wire));
  }

  private static ShardAnswer answer(ShardAudit wire) throws MalformedEvidenceException {
    return switch (wire.getAnswerCase()) {
      case SHARES -> {
        Fields.size(
            "shares", wire.getShares().getSharesCount(), 1, ShardReport.MAX_STRIPES, "shares");
        List<BlockProof> blocks = new ArrayList<>();
        for (Share share : wire.getShares().getSharesList()) {
          blocks.add(block(share));
        }
        yield new ShardAnswer.Blocks(blocks);
      }
      case NO_SHARES ->
        switch (wire.getNoShares()) {
          case NO_SHARES_LOST -> new ShardAnswer.Lost();
          case NO_SHARES_ERROR -> new ShardAnswer.Failed();
          default ->
            throw MalformedEvidenceException.field(
                "no_shares", wire.getNoSharesValue(), "1 (lost) or 2 (error)");
        };
      case ANSWER_NOT_SET ->
        throw MalformedEvidenceException.field("answer", "nothing", "shares or no_shares");
    };
  }

  private static BlockProof block(Share share) {
    Fields.size("block", share.getBlock().size(), Fr32.RAW_BLOCK, Fr32.RAW_BLOCK, "bytes");
    int path = share.getPath().size();
    Fields.size("path", path, 0, MAX_PATH, "bytes");
    Fields.check(path % Bytes32.LENGTH == 0, "path", path, "whole hashes of 32 bytes");
    List<Bytes32> nodes = new ArrayList<>();
    byte[] bytes = share.getPath().toByteArray();
    for (int at = 0; at < bytes.length; at += Bytes32.LENGTH) {
      nodes.add(Bytes32.at(bytes, at));
    }
    return new BlockProof(share.getBlock().toByteArray(), nodes);
  }
}
