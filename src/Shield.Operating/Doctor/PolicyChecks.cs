using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Hosting.Settings;
using Shield.Operating.Checks;
using Shield.Operating.Init;
using Shield.Operating.Reading;
using Shield.Operating.Words;
using Shield.Pce.Diagnosing;
using Shield.Pce.Installing;

namespace Shield.Operating.Doctor;

/// <summary>What stands on the PCE: whether we may write, our lists and rules, and what other people do with them.</summary>
/// <param name="openInstallation">Opened only where the PCE could be read.</param>
/// <param name="openListUses">The same.</param>
/// <param name="userNames">Null where the PCE cannot be asked for names from here.</param>
public sealed class PolicyChecks(
    ShieldSettings settings,
    Func<Installation> openInstallation,
    Func<ListUseReader> openListUses,
    UserNames? userNames
)
{
    private const string Permissions = "pce-permissions";
    private const string KeyAge = "pce-key-age";
    private const string DenyRules = "deny-rules";
    private const string Lists = "lists";
    private const string Rules = "rules";
    private const string Uses = "list-uses";

    /// <param name="overview">Null where the ledger cannot be read.</param>
    /// <param name="unreadable">Why not.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    public async Task<ImmutableArray<ExaminedRow>> MakeAsync(Overview? overview, string? unreadable, CancellationToken cancellationToken) =>
        overview switch
        {
            { Situation: { } situation } =>
            [
                PermissionsOf(situation.Decided.History),
                KeyAgeOf(),
                .. await InstallationAsync(situation, cancellationToken),
                .. situation.View.Rules.Select(RuleOf),
                await UsesAsync(situation.View, cancellationToken),
                .. OthersChecks.Of(
                    situation,
                    await RemovedByHandRow.NameAsync(
                        RemovedByHandRow.InForce(situation.Decided.Ledger.Acts, situation.Decided.Now),
                        userNames,
                        cancellationToken
                    )
                ),
                CapacityCheck.Of(situation.Plan),
                WritingCheck.Of(situation.Plan, settings.Policy.Autonomy),
            ],
            { Unreachable: { } fault } => [NotRead(fault), .. Skipped("the PCE was not read: see above")],
            _ =>
            [
                ExaminedRow.Skip(Permissions, "not asked"),
                .. Skipped($"the ledger was not read, and without it nothing is compared: {unreadable}"),
            ],
        };

    private static IEnumerable<ExaminedRow> Skipped(string why) =>
        ImmutableArray
            .Create([DenyRules, Lists, Rules, Uses, .. OthersChecks.Names, CapacityCheck.Name, WritingCheck.Name])
            .Select(name => ExaminedRow.Skip(name, why));

    private static ExaminedRow NotRead(PceException fault) =>
        fault.Fault switch
        {
            PceFault.Forbidden => ExaminedRow.Fail(
                Permissions,
                fault.Message,
                $"correct Pce:OrgId where it names another organisation; else {RightsText.Needed} ({RightsText.Page})"
            ),
            PceFault.Unreachable or PceFault.Credentials => ExaminedRow.Skip(Permissions, "not asked"),
            _ => ExaminedRow.Fail(
                Permissions,
                fault.Message,
                "is it the PCE that answers, and is Pce:OrgId right? shield status says more"
            ),
        };

    // The API cannot be asked which role a key has, and writing needs more than reading. That something was written before proves it.
    private static ExaminedRow PermissionsOf(HistoryTail history)
    {
        var written = history.Records.LastOrDefault(record => record.Kind is HistoryKind.Outcome);
        return written is not null && Outcome.Read(written).PolicyVersion is { } version
            ? ExaminedRow.Pass(
                Permissions,
                $"reads lists and rules; wrote and provisioned last at {written.At:u}, policy version {version}"
            )
            : ExaminedRow.Skip(
                Permissions,
                "reads lists and rules; nothing was written yet, and the PCE tells no key its role",
                $"{RightsText.Needed} ({RightsText.Page}); the first apply that has something to write proves it"
            );
    }

    private static ExaminedRow KeyAgeOf() =>
        ExaminedRow.Skip(
            KeyAge,
            "the PCE tells no key its own age",
            "a user's key does not end; one of a service account ends after what the organisation set: make a second "
                + "one in time (Pce:SecondApiKey), so that there is no gap"
        );

    private async Task<ImmutableArray<ExaminedRow>> InstallationAsync(Situation situation, CancellationToken cancellationToken)
    {
        if (settings.Pce.Mode is not PceMode.Deny)
        {
            return [ExaminedRow.Pass(DenyRules, "not needed in exclusion mode"), ListsOf(situation, missing: null)];
        }

        try
        {
            var plan = Installation.Plan(await openInstallation().ReadAsync(withDomains: false, cancellationToken));
            return
            [
                plan.State.HasDenyRules switch
                {
                    true => ExaminedRow.Pass(DenyRules, "the PCE answers them"),
                    false => ExaminedRow.Fail(
                        DenyRules,
                        "the PCE does not answer them, and deny mode needs them (25.2.10 and later)",
                        "update the PCE, or use Pce:Mode=exclusion"
                    ),
                    _ => ExaminedRow.Skip(DenyRules, "the PCE has no rule set yet by which to tell", "shield init --apply"),
                },
                ListsOf(
                    situation,
                    plan.Refusal is { } refusal ? refusal.Detail
                        : plan.Provisions
                            ? string.Join(", ", InitAnswers.Of(plan).Create) is { Length: > 0 } made ? $"missing: {made}"
                                : "made and never provisioned"
                        : null
                ),
                .. plan.State is { HasOtherScope: true, RuleSets: [var set] }
                    ?
                    [
                        ExaminedRow.Warn(
                            "scope",
                            $"rule set '{set.Name}' has another scope than Pce:Scope says",
                            "correct Pce:Scope, or shield init --rescope --apply, which gives the rule set that scope"
                        ),
                    ]
                    : ImmutableArray<ExaminedRow>.Empty,
            ];
        }
        catch (PceException fault)
        {
            return
            [
                ExaminedRow.Fail(DenyRules, fault.Message, "shield init says the same, and no more is needed to look into it"),
                ListsOf(situation, missing: null),
            ];
        }
    }

    /// <param name="missing">What <c>init</c> would make or refuses to; null where all stands.</param>
    private static ExaminedRow ListsOf(Situation situation, string? missing)
    {
        const string remedy =
            "shield init shows it, shield init --apply makes what is missing; what somebody else did there is for a person to put right";
        return (situation.Plan.Refused, missing) switch
        {
            ({ } fault, _) => ExaminedRow.Fail(
                Lists,
                $"nothing can be written, because {ReasonText.Of(fault.Reason)}: {fault.Detail}",
                remedy
            ),
            (_, { } what) => ExaminedRow.Fail(Lists, what, remedy),
            _ => ExaminedRow.Pass(
                Lists,
                string.Join(
                    ", ",
                    situation.Plan.Lists.Select(list =>
                        $"{list.List.ToWord()} '{list.Pair.Draft.Name}' with {list.Ours(list.Pair.Active?.Entries ?? [])} of ours active"
                    )
                )
            ),
        };
    }

    private ExaminedRow RuleOf(BlockingRule rule)
    {
        var name = $"{Rules}-{rule.List.ToWord()}";
        var detail = rule.Detail ?? rule.Href ?? "";
        return (rule.Condition, rule.IsOpenElsewhere) switch
        {
            (RuleCondition.InForce, false) => ExaminedRow.Pass(name, $"in force: {detail}"),
            (RuleCondition.InForce, true) => ExaminedRow.Warn(
                name,
                $"in force, and not alone: {detail}",
                "shield init --rule HREF --apply for the rules that still use Any"
            ),
            _ => ExaminedRow.Fail(
                name,
                $"{rule.Condition.ToWord()}, so nothing is blocked {rule.Direction.ToWord()}: {detail}",
                RuleText.RemedyOf(rule.Condition, rule.List, settings.Pce.Mode)
            ),
        };
    }

    private async Task<ExaminedRow> UsesAsync(PceView view, CancellationToken cancellationToken)
    {
        ImmutableArray<ListUse> uses;
        try
        {
            uses = await openListUses()
                .ReadAsync([.. view.Draft.Where(list => list.Mark.Owner == settings.Pce.OwnerId)], cancellationToken);
        }
        catch (PceException fault)
        {
            return ExaminedRow.Skip(Uses, fault.Message);
        }

        var misuses = uses.Where(use => use.IsMisuse).ToLookup(use => use.IsOff);
        return (
            misuses[false].ToList(),
            misuses[true].ToList(),
            uses.Where(use => !use.IsOurs && use.Denies && !use.IsMisuse).ToList()
        ) switch
        {
            ([_, ..] wrong, _, _) => ExaminedRow.Fail(
                Uses,
                string.Join("; ", wrong.Select(Say)),
                "take our list out of that rule in the PCE's console and provision"
            ),
            (_, [_, ..] off, _) => ExaminedRow.Warn(
                Uses,
                $"disabled: {string.Join("; ", off.Select(Say))}",
                "take our list out of that rule before somebody enables it"
            ),
            (_, _, [_, ..] others) => ExaminedRow.Warn(
                Uses,
                $"deny rules of others use our lists, and block whom we list: {string.Join(", ", others.Select(use => use.Rule))}",
                "where that is not meant, take our list out of them; Pce:Scope does not bind them"
            ),
            _ => ExaminedRow.Pass(Uses, $"no rule misuses our lists; {uses.Length} use them"),
        };

        static string Say(ListUse use) =>
            use.Denies
                ? $"the deny rule {use.Rule} uses '{use.List.Name}', which holds everybody but the malicious"
                : $"the allow rule {use.Rule} uses '{use.List.Name}', and lets in or out whom it names";
    }
}
