using System.Text.Json.Nodes;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning.Pce;
using Shield.EndToEndTests.Reconciling;
using Shield.Pce.Installing;

namespace Shield.EndToEndTests.Pce;

/// <summary>The loop in exclusion mode, and what <c>init</c> does there, with a journal of its own that can be looked into.</summary>
public abstract class ExclusionTest : LoopTest
{
    protected static readonly RuleChoice AllAny = new([], AllAny: true);

    protected ExclusionTest()
    {
        Settings.Mode = PceMode.Exclusion;
        Loop = Loop with { Mode = PceMode.Exclusion };
    }

    protected List<RuleChange> Journal { get; } = [];

    protected ExclusionInstallation Exclusions => new(Client, Settings, TimeProvider.System);

    protected async Task<ExclusionPlan> Plan(RuleChoice choice) => ExclusionInstallation.Plan(await Read(choice), choice, isMove: false);

    protected async Task<ExclusionPlan> PlanUndo(params string[] rules)
    {
        var choice = new RuleChoice([.. rules], AllAny: false);
        return ExclusionInstallation.PlanUndo(await Read(choice, isUndo: true), choice, isMove: false);
    }

    protected Task<InstallationResult> Do(ExclusionPlan plan) => Exclusions.ApplyAsync(plan, "test", Remember, Cancellation);

    protected Task Remember(RuleChange change, CancellationToken cancellationToken)
    {
        Journal.Add(change);
        return Task.CompletedTask;
    }

    protected async Task<InstallationResult> Narrow(RuleChoice? choice = null) => await Do(await Plan(choice ?? AllAny));

    protected Task<ExclusionState> Read(RuleChoice choice, bool isUndo = false) =>
        Exclusions.ReadAsync([.. Journal], choice, isUndo, Cancellation);

    protected async Task<BlockingRule> Rule(Direction direction = Direction.Inbound) =>
        (await Illumio.ReadAsync(Cancellation)).Rules.Single(rule => rule.Direction == direction);

    protected async Task<JsonNode> RuleSet(string name, string version = "draft") =>
        (await Admin.Get($"/sec_policy/{version}/rule_sets")).AsArray().Single(set => (string)set!["name"]! == name)!;

    protected async Task<JsonNode> RuleNamed(string description, string version = "draft") =>
        (await Admin.Get($"/sec_policy/{version}/rule_sets"))
            .AsArray()
            .SelectMany(set => set!["rules"]!.AsArray())
            .Single(rule => (string?)rule!["description"] == description)!;

    protected async Task<string> HrefOf(string description) => (string)(await RuleNamed(description))["href"]!;

    protected async Task<string> AnyHref() =>
        (string)
            (await Admin.Get("/sec_policy/draft/ip_lists")).AsArray().Single(list => (string)list!["name"]! == "Any (0.0.0.0/0 and ::/0)")![
                "href"
            ]!;

    protected static JsonObject ListActor(string href) => new() { ["ip_list"] = new JsonObject { ["href"] = href } };
}
