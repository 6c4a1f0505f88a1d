using System.Collections.Immutable;
using Shield.Cli.Ingest;
using Shield.Cli.Samples;
using Shield.Cli.Sources;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Hosting.Acts;
using Shield.Operating;
using Shield.Operating.Acts;
using Shield.Operating.Effects;
using Shield.Operating.Explain;
using Shield.Operating.Init;
using Shield.Operating.Threats;
using Shield.Pce.Installing;

namespace Shield.Cli.Demo;

/// <summary>
/// The main job, step by step, by what <c>init</c>, <c>allow add</c>, <c>ingest --apply</c>, <c>threats list</c> and <c>explain</c> do.
/// </summary>
/// <param name="stage">Where it plays.</param>
/// <param name="step">Told what begins now.</param>
internal sealed class DemoRun(DemoStage stage, Action<string> step)
{
    /// <summary>How many steps are told.</summary>
    public const int Steps = 7;

    private const string Trigger = "demo";

    private readonly Composition _shield = stage.Composition;

    public async Task<DemoResult> PlayAsync(CancellationToken cancellationToken)
    {
        step("Asking who reaches what now");
        var before = await stage.Reach.AskAsync(Cast.Parties, cancellationToken);

        step(
            _shield.Settings.Pce.Mode is PceMode.Deny
                ? "init: two lists, a rule set, two override-deny rules"
                : "init --all-any-rules: two lists, and each in the place of Any"
        );
        await InitialiseAsync(cancellationToken);

        step("allow add: the partner is never blocked");
        await AllowPartnerAsync(cancellationToken);

        step("ingest: what GuardDuty reported; apply: what follows from it");
        var ingest = await IngestAsync(cancellationToken);

        step("threats list: how everything stands");
        var reader = await _shield.OpenSituationAsync(cancellationToken);
        var threats = await ThreatListing.ReadAsync(
            reader,
            new ThreatFilter { All = true },
            _shield.LedgerName,
            _shield.Now,
            _shield.Note,
            cancellationToken
        );

        step("explain: why");
        var explanations = await ExplainAsync(reader, threats, cancellationToken);

        step("Asking who reaches what after that");
        var reach = new Reach(before, await stage.Reach.AskAsync(Cast.Parties, cancellationToken));
        return new DemoResult(
            new DemoAnswer
            {
                Parties = Cast.Parties,
                Reach = reach,
                Ingest = ingest,
                Threats = [.. threats.Select(ThreatRow.Of)],
            },
            explanations,
            Promises.Broken(Cast.Parties, reach, [.. threats.Select(StandingOf)])
        );
    }

    private static Standing StandingOf(Threat threat) =>
        new(threat.Decision.Indicator.ToString(), threat.Decision.Verdict, threat.Decision.Directions, threat.State, threat.Reason);

    private async Task InitialiseAsync(CancellationToken cancellationToken)
    {
        var request = new InitRequest(Apply: true, new RuleChoice([], AllAny: true), Domains: false, Trigger);
        var made =
            _shield.Settings.Pce.Mode is PceMode.Deny
                ? await InitParts.Deny(_shield).RunAsync(request, isMove: false, cancellationToken)
                : await InitParts.Exclusion(_shield).RunAsync(request, isMove: false, cancellationToken);
        if (made.Result.Refused is { } refusal)
        {
            throw new InvalidOperationException($"init was refused: {refusal.Detail}");
        }
    }

    private async Task AllowPartnerAsync(CancellationToken cancellationToken)
    {
        var by = new Signature("demo", "our auditors");
        var allow = OperatorAct.Make(
            ActKind.Allow,
            Indicator.Parse(Cast.Partner),
            Directions.Both,
            length: null,
            by,
            _shield.Now,
            acceptedPlan: null
        );
        await Acting.RunAsync(
            [allow],
            await _shield.OpenLedgerAsync(cancellationToken),
            ReconcileAsync,
            new AfterLook(_shield.Settings.Pce.Mode, Reader: null, Others: null),
            _shield.Note,
            _shield.Clock,
            cancellationToken
        );
    }

    private async Task<IngestAnswer> IngestAsync(CancellationToken cancellationToken)
    {
        var files = await SampleFindings.WriteAsync(SampleFindings.At(_shield.Now), stage.FolderOfSamples, cancellationToken);
        var ingestion = new Ingestion(
            await _shield.OpenLedgerAsync(cancellationToken),
            _shield.Settings.MaxRecordBytes,
            _shield.Clock,
            _shield.Note
        );
        var places = files.Select(file => new FilePlace(file, () => Stream.Null));
        return (await ingestion.RunAsync(places, (_, token) => _shield.DecideAsync(token), ReconcileAsync, cancellationToken)).Result;
    }

    private async Task<ReconcileReport> ReconcileAsync(CancellationToken cancellationToken) =>
        await (await _shield.OpenReconcilerAsync(cancellationToken))(Trigger, cancellationToken);

    private async Task<ImmutableArray<Explained>> ExplainAsync(
        SituationReader reader,
        ImmutableArray<Threat> threats,
        CancellationToken cancellationToken
    )
    {
        var ledger = await _shield.OpenReaderAsync(cancellationToken);
        var explanations = ImmutableArray.CreateBuilder<Explained>();
        foreach (var threat in threats)
        {
            // Without reach and policy check: the table of who reaches what shows the simulator's own answer.
            var explained = await Explanation.ReadAsync(
                threat.Decision.Indicator,
                reader,
                ledger,
                reaching: null,
                others: null,
                traffic: null,
                _shield.Now,
                cancellationToken
            );
            explanations.Add(explained.Result);
        }

        return explanations.ToImmutable();
    }
}
