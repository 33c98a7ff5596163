package org.depinsdk.service.admin;

import com.google.protobuf.ByteString;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.depinsdk.client.admin.v1.ActivateRequest;
import org.depinsdk.client.admin.v1.AdminServiceGrpc;
import org.depinsdk.client.admin.v1.ApplyRetentionRequest;
import org.depinsdk.client.admin.v1.ApplyRetentionResponse;
import org.depinsdk.client.admin.v1.BackUpRequest;
import org.depinsdk.client.admin.v1.BackUpResponse;
import org.depinsdk.client.admin.v1.CompensateRequest;
import org.depinsdk.client.admin.v1.CompensateResponse;
import org.depinsdk.client.admin.v1.DrainRequest;
import org.depinsdk.client.admin.v1.DrainResponse;
import org.depinsdk.client.admin.v1.GetStatusRequest;
import org.depinsdk.client.admin.v1.GetStatusResponse;
import org.depinsdk.client.admin.v1.ReplaceRewardsRequest;
import org.depinsdk.client.admin.v1.ReplaceRewardsResponse;
import org.depinsdk.client.admin.v1.RevokeDeviceRequest;
import org.depinsdk.client.admin.v1.SanctionRequest;
import org.depinsdk.client.admin.v1.SuspendRequest;
import org.depinsdk.core.encoding.EncodingException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The admin API on a command line. Exit code 0 after an answer, 1 if the service refused, 2 if the command line is wrong or the service
 * cannot be reached.
 */
@Command(
    name = "admin",
    description = "Operates the service of a running network.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND")
public final class AdminProgram {
  private static final long TIMEOUT_MINUTES = 30;

  @Option(
      names = "--address",
      defaultValue = "127.0.0.1:7402",
      paramLabel = "HOST:PORT",
      description = "Where the service's admin API listens.")
  private String address = "127.0.0.1:7402";

  @Option(
      names = "--token",
      required = true,
      paramLabel = "FILE",
      description = "The token, DATA/admin.token of the service.")
  private Path token = Path.of("admin.token");

  @Option(
      names = "--ca",
      paramLabel = "PEM",
      description = "Connect with TLS, and trust this certificate.")
  private @Nullable Path ca;

  @Spec
  private @Nullable CommandSpec spec;

  private AdminProgram() {}

  /**
   * Runs a command.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new AdminProgram());
    line.setParameterExceptionHandler((wrong, all) -> {
      wrong.getCommandLine().getErr().println("error: " + wrong.getMessage() + "; see --help");
      return CommandLine.ExitCode.USAGE;
    });
    line.setExecutionExceptionHandler((failure, command, parsed) -> {
      AdminProgram program = command.getCommandSpec().root().commandLine().getCommand();
      command.getErr().println("error: " + EncodingException.printable(program.message(failure)));
      boolean refused = failure instanceof StatusRuntimeException status
          && status.getStatus().getCode() != Status.Code.UNAVAILABLE;
      return refused ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.USAGE;
    });
    return line;
  }

  private String message(Exception failure) {
    if (failure instanceof StatusRuntimeException status) {
      if (status.getStatus().getCause() instanceof ConnectException) {
        return "no service answers at " + address
            + "; check --address, and that the service was started with --admin-port";
      }
      String description = status.getStatus().getDescription();
      return description == null ? status.getStatus().getCode().toString() : description;
    }
    if (failure instanceof NoSuchFileException missing) {
      return "there is no file " + missing.getFile();
    }
    if (failure instanceof AccessDeniedException denied) {
      return denied.getFile() + " may not be read by this user";
    }
    return String.valueOf(failure.getMessage());
  }

  private interface Call<T> {
    T with(AdminServiceGrpc.AdminServiceBlockingStub stub);
  }

  private <T> T call(Call<T> call) throws IOException {
    int colon = address.lastIndexOf(':');
    if (colon < 1 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new IOException("--address: expected HOST:PORT, not " + address);
    }
    ChannelCredentials credentials = ca == null
        ? InsecureChannelCredentials.create()
        : TlsChannelCredentials.newBuilder().trustManager(ca.toFile()).build();
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
        "Bearer " + Files.readString(token).strip());
    ManagedChannel channel = Grpc.newChannelBuilderForAddress(
            address.substring(0, colon),
            Integer.parseInt(address.substring(colon + 1)),
            credentials)
        .build();
    try {
      return call.with(AdminServiceGrpc.newBlockingStub(channel)
          .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
          .withDeadlineAfter(TIMEOUT_MINUTES, TimeUnit.MINUTES));
    } finally {
      channel.shutdownNow();
    }
  }

  private void print(String line) {
    PrintWriter out =
        Objects.requireNonNull(spec, "set by picocli").commandLine().getOut();
    out.println(line);
    out.flush();
  }

  @Command(name = "status", description = "Shows the state of the service.")
  void status() throws IOException {
    GetStatusResponse status = call(stub -> stub.getStatus(GetStatusRequest.getDefaultInstance()));
    print("network      " + EncodingException.printable(status.getNetwork()));
    print("serving      " + (status.getServing() ? "yes" : "no"));
    status
        .getFailingList()
        .forEach(task -> print("failing      " + EncodingException.printable(task)));
    print("next epoch   " + status.getNextEpoch());
    print("log records  " + status.getLogRecords());
  }

  @Command(
      name = "activate",
      description = "Lets a device that waits, or was suspended, take part.")
  void activate(@Parameters(paramLabel = "DEVICE") String device) throws IOException {
    took(
        device,
        call(stub ->
                stub.activate(ActivateRequest.newBuilder().setDeviceId(device).build()))
            .getAtMs());
  }

  @Command(
      name = "suspend",
      description = "Takes no more reports of a device until it is activated again.")
  void suspend(
      @Parameters(paramLabel = "DEVICE") String device,
      @Parameters(paramLabel = "REASON", description = "Shown in the device's history.")
          String reason)
      throws IOException {
    took(
        device,
        call(stub -> stub.suspend(SuspendRequest.newBuilder()
                .setDeviceId(device)
                .setReason(reason)
                .build()))
            .getAtMs());
  }

  @Command(name = "revoke", description = "Ends a device for ever.")
  void revoke(
      @Parameters(paramLabel = "DEVICE") String device,
      @Parameters(paramLabel = "REASON", description = "Shown in the device's history.")
          String reason)
      throws IOException {
    took(
        device,
        call(stub -> stub.revoke(RevokeDeviceRequest.newBuilder()
                .setDeviceId(device)
                .setReason(reason)
                .build()))
            .getAtMs());
  }

  @Command(
      name = "sanction",
      description = "Records a step of a sanction, JSON as in a bundle's sanctions.jsonl.")
  void sanction(@Parameters(paramLabel = "FILE") Path step) throws IOException {
    ByteString json = ByteString.copyFrom(Files.readAllBytes(step));
    print(EncodingException.printable(call(stub ->
            stub.sanction(SanctionRequest.newBuilder().setStepJson(json).build()))
        .getStepJson()
        .toStringUtf8()));
  }

  @Command(
      name = "compensate",
      description = "Corrects past verdicts and pays what is owed, before the next epoch.")
  void compensate(
      @Parameters(
              paramLabel = "FILE",
              description = "A correction file; ./run compensate shows first what it owes.")
          Path correction)
      throws IOException {
    ByteString json = ByteString.copyFrom(Files.readAllBytes(correction));
    CompensateResponse done = call(stub ->
        stub.compensate(CompensateRequest.newBuilder().setCorrectionJson(json).build()));
    print((done.getPaidNow() ? "paid " : "paid before: ")
        + EncodingException.printable(done.getTopUps()) + " base units, epoch "
        + done.getNextEpoch() + " goes on from root 0x"
        + HexFormat.of().formatHex(done.getRoot().toByteArray()));
  }

  @Command(
      name = "rewards",
      description = "Replaces the reward policy that may change while the network runs.")
  void rewards(@Parameters(paramLabel = "FILE", description = "YAML or JSON.") Path policy)
      throws IOException {
    ByteString document = ByteString.copyFrom(Files.readAllBytes(policy));
    ReplaceRewardsResponse taken = call(stub -> stub.replaceRewards(
        ReplaceRewardsRequest.newBuilder().setPolicy(document).build()));
    print("version " + taken.getVersion() + " holds from epoch " + taken.getEffectiveEpoch());
  }

  @Command(
      name = "backup",
      description = "Copies what the service keeps into a new folder on its machine.")
  void backup(@Parameters(paramLabel = "FOLDER") Path folder) throws IOException {
    BackUpResponse done = call(stub -> stub.backUp(
        BackUpRequest.newBuilder().setFolder(folder.toAbsolutePath().toString()).build()));
    print(done.getBytes() + " bytes with " + done.getLogRecords() + " records of the log in "
        + folder);
  }

  @Command(
      name = "retention",
      description =
          "Lists the segments of the log and the bundles that are older than you say, and what can no longer be proven or"
              + " replayed without them; with --remove they go.")
  void retention(
      @Option(
              names = "--keep-log",
              paramLabel = "DURATION",
              description =
                  "How long segments of the log are kept, such as P7D; for ever if not given.")
          @Nullable
          String keepLog,
      @Option(
              names = "--keep-bundles",
              paramLabel = "DURATION",
              description = "How long bundles are kept; for ever if not given.")
          @Nullable
          String keepBundles,
      @Option(names = "--remove", description = "Remove them.") boolean remove)
      throws IOException {
    ApplyRetentionRequest.Builder request = ApplyRetentionRequest.newBuilder().setRemove(remove);
    if (keepLog != null) {
      request.setKeepLog(keepLog);
    }
    if (keepBundles != null) {
      request.setKeepBundles(keepBundles);
    }
    ApplyRetentionResponse plan = call(stub -> stub.applyRetention(request.build()));
    plan.getItemsList()
        .forEach(item ->
            print(item.getBytes() + " bytes  " + EncodingException.printable(item.getName())));
    plan.getLostList().forEach(sentence -> print(EncodingException.printable(sentence)));
    print(plan.getBytes() + " bytes " + (remove ? "removed" : "would go; --remove does it"));
  }

  @Command(name = "drain", description = "Shuts the service down gracefully.")
  void drain() throws IOException {
    DrainResponse unused = call(stub -> stub.drain(DrainRequest.getDefaultInstance()));
    print("the service ends");
  }

  private void took(String device, long atMs) {
    print(EncodingException.printable(device) + " from " + Instant.ofEpochMilli(atMs));
  }
}
