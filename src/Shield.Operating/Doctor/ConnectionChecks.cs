using System.Collections.Immutable;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting.Settings;
using Shield.Operating.Checks;
using Shield.Operating.Faults;
using Shield.Pce.Calling;
using Shield.Pce.Diagnosing;

namespace Shield.Operating.Doctor;

/// <summary>The way to the PCE: its name, its certificate, whether it answers and takes the key, and its clock.</summary>
/// <param name="client">Null where no PCE is configured that could be asked.</param>
/// <param name="resolvePce">Asks the name service where the PCE answers.</param>
public sealed class ConnectionChecks(
    ShieldSettings settings,
    PceClient? client,
    Func<CancellationToken, Task<PceAddresses>> resolvePce,
    TimeProvider clock
)
{
    private const string Address = "pce-address";
    private const string Certificate = "pce-certificate";
    private const string Answers = "pce-answers";
    private const string Credentials = "pce-credentials";
    private const string ClockName = "pce-clock";

    private static readonly TimeSpan ShortLife = TimeSpan.FromDays(30);

    public async Task<ImmutableArray<ExaminedRow>> MakeAsync(CancellationToken cancellationToken) =>
        client is null
            ?
            [
                .. new[] { Address, Certificate, Answers, Credentials, ClockName }.Select(name =>
                    ExaminedRow.Skip(name, "no PCE is configured here: see settings")
                ),
            ]
            :
            [
                await AddressAsync(cancellationToken),
                await CertificateAsync(cancellationToken),
                .. await GreetAsync(client, cancellationToken),
            ];

    private async Task<ExaminedRow> AddressAsync(CancellationToken cancellationToken)
    {
        var addresses = await resolvePce(cancellationToken);
        return addresses.Unreadable is { } why
            ? ExaminedRow.Fail(
                Address,
                why,
                "without it no new block is made, since one over the PCE would cut hosts off from it: mend the name "
                    + "service, or correct Pce:Url"
            )
            : ExaminedRow.Pass(Address, $"{string.Join(", ", addresses.Ranges)}: never blocked");
    }

    private async Task<ExaminedRow> CertificateAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await PceCertificate.ReadEndAsync(settings.Pce, clock, cancellationToken) is not { } end)
            {
                return ExaminedRow.Skip(Certificate, "plain http on loopback: no TLS is spoken");
            }

            var left = end - clock.GetUtcNow();
            return left < ShortLife
                ? ExaminedRow.Warn(
                    Certificate,
                    $"ends at {end:u}, in {Math.Max(0, (int)left.TotalDays)} day(s)",
                    "renew it on the PCE; from then on nothing is read or written"
                )
                : ExaminedRow.Pass(Certificate, $"ends at {end:u}, in {(int)left.TotalDays} days");
        }
        catch (PceException fault) when (fault.IsTls)
        {
            return ExaminedRow.Fail(Certificate, fault.Message, "until then nothing is read from the PCE and nothing written to it");
        }
        catch (PceException fault)
        {
            return ExaminedRow.Skip(Certificate, $"not seen: {fault.Message}");
        }
    }

    private async Task<ImmutableArray<ExaminedRow>> GreetAsync(PceClient pce, CancellationToken cancellationToken)
    {
        try
        {
            var ahead = await pce.GreetAsync(cancellationToken);
            return
            [
                ExaminedRow.Pass(Answers, $"{settings.Pce.Url}"),
                ExaminedRow.Pass(
                    Credentials,
                    $"the key is taken{(settings.Pce.SecondApiKey is null ? "" : ", the first one or the second")}"
                ),
                ClockOf(ahead),
            ];
        }
        catch (PceException fault)
        {
            var unknown = ExaminedRow.Skip(ClockName, "the PCE did not tell its time");
            return fault.Fault switch
            {
                PceFault.Credentials =>
                [
                    ExaminedRow.Pass(Answers, $"{settings.Pce.Url}"),
                    ExaminedRow.Fail(Credentials, fault.Message, $"{PceAdvice.Of(fault)}, in AWS by deploy/deploy.sh (docs/aws.md)"),
                    unknown,
                ],
                PceFault.Unreachable when settings.Aws is not null && !fault.IsTls =>
                [
                    ExaminedRow.Skip(
                        Answers,
                        $"not reached from here: {fault.Message}",
                        "where only the Lambda reaches it, last-reconcile says how it fares"
                    ),
                    ExaminedRow.Skip(Credentials, "not asked"),
                    unknown,
                ],
                _ =>
                [
                    ExaminedRow.Fail(
                        Answers,
                        fault.Message,
                        "look at Pce:Url, the route and the proxy (HTTPS_PROXY), and where its authority is a private one at Pce:CaBundle"
                    ),
                    ExaminedRow.Skip(Credentials, "not asked"),
                    unknown,
                ],
            };
        }
    }

    private static ExaminedRow ClockOf(TimeSpan? ahead) =>
        ahead switch
        {
            null => ExaminedRow.Skip(ClockName, "its answer has no Date"),
            { } skew when skew.Duration() > DatedAhead.Tolerance => ExaminedRow.Warn(
                ClockName,
                $"the PCE's clock is {skew.Duration().TotalSeconds:0} s {(skew > TimeSpan.Zero ? "ahead of" : "behind")} "
                    + "ours: one of them is wrong. By ours it is judged how old evidence, acts and limits are, and when blocks "
                    + "end",
                "set both by NTP"
            ),
            _ => ExaminedRow.Pass(ClockName, "agrees with ours to half a minute"),
        };
}
