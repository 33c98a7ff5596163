package org.depinsdk.proofs.usage;

import org.depinsdk.proofs.Fields;
import org.depinsdk.proofs.ProtobufCodec;
import org.depinsdk.proofs.wire.v1.UsageReceiptBody;

/** What a client signs. */
final class UsageReceiptCodec extends ProtobufCodec<UsageReceipt, UsageReceiptBody> {
  UsageReceiptCodec() {
    super(UsageReceiptBody.parser(), "UsageReceiptBody");
  }

  @Override
  protected UsageReceiptBody write(UsageReceipt receipt) {
    return UsageReceiptBody.newBuilder()
        .setAccessPoint(receipt.accessPoint().text())
        .setClient(receipt.client().text())
        .setSession(receipt.session())
        .setBytes(receipt.bytes())
        .setAtMs(receipt.at().toEpochMilli())
        .build();
  }

  @Override
  protected UsageReceipt read(UsageReceiptBody wire) {
    return new UsageReceipt(
        Fields.device("access_point", wire.getAccessPoint()),
        Fields.device("client", wire.getClient()),
        wire.getSession(),
        wire.getBytes(),
        Fields.instant("at_ms", wire.getAtMs()));
  }
}
