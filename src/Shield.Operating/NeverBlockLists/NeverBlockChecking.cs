using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Decisions.SoftLists;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting.Acts;
using Shield.Operating.Answers;
using Shield.Operating.Reading;
using Shield.Operating.Words;

namespace Shield.Operating.NeverBlockLists;

/// <summary>
/// <c>never-block check</c>: which tiers cover it, and what would be decided if a finding named it or an operator blocked it. Asks the real
/// decision, with a made-up finding and a made-up act.
/// </summary>
public static class NeverBlockChecking
{
    /// <summary>A type that blocks in both directions, whatever role and direction the finding gives.</summary>
    private const string Type = "Backdoor:EC2/C&CActivity.B";

    public static Answer<NeverBlockCheck> Of(Indicator asked, Decided decided)
    {
        var never = decided.NeverBlock;
        var known = decided.Decisions.FirstOrDefault(decision => decision.Indicator == asked);
        ImmutableArray<TouchedTier> tiers =
        [
            .. never
                .Touching(asked, isCanary: false)
                .Select(tier => new TouchedTier(tier.Reason, IsHard: true, CoverageOf(asked, tier.Ranges), tier.Detail)),
            .. never
                .SoftTouching(asked)
                .Select(match => new TouchedTier(
                    match.List.Kind.ToWord(),
                    IsHard: false,
                    CoverageOf(asked, match.List.Ranges),
                    match.Detail
                )),
        ];
        var answer = new NeverBlockCheckAnswer
        {
            Indicator = asked.ToString(),
            Tiers = [],
            ByFinding = Row(decided, asked, LedgerContent.Empty with { Sightings = [Finding(asked, decided.Now)] }),
            ByOperator = Row(
                decided,
                asked,
                LedgerContent.Empty with
                {
                    Acts =
                    [
                        OperatorAct.Make(
                            ActKind.Block,
                            asked,
                            Directions.Both,
                            TimeSpan.FromDays(1),
                            new Signature("somebody", "asked"),
                            decided.Now,
                            acceptedPlan: null
                        ),
                    ],
                }
            ),
            Now = known is null ? null : new VerdictRow(known.Verdict.ToWord(), known.Reason),
            Unreadable = never.Unreadable,
        };
        return new Answer<NeverBlockCheck>(new NeverBlockCheck(answer, tiers), ExitCode.Done);
    }

    private static Coverage CoverageOf(Indicator asked, RangeSet ranges) =>
        asked.IsDomain || ranges.Contains(asked.Range) ? Coverage.Whole : Coverage.Part;

    private static VerdictRow Row(Decided decided, Indicator asked, LedgerContent evidence)
    {
        var decision = Decide.About(asked, evidence, decided.Context);
        return new VerdictRow(decision.Verdict.ToWord(), decision.Verdict is Verdict.Block ? null : decision.Reason);
    }

    private static Sighting Finding(Indicator asked, DateTimeOffset now) =>
        new()
        {
            Key = new SightingKey(new FindingKey("", "", ""), asked),
            FirstSeen = now,
            LastSeen = now,
            Supported = now,
            Severity = 10,
            Count = 1,
            Sources = [],
            Circumstances = [new Circumstance(ResourceRole.Missing, ConnectionDirection.Unknown)],
            Latest = new Report
            {
                UpdatedAt = now,
                Type = Type,
                IsSample = false,
            },
        };
}
