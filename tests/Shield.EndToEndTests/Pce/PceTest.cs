using Microsoft.Extensions.Logging.Abstractions;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.EndToEndTests.Simulator;
using Shield.Pce;
using Shield.Pce.Calling;
using Shield.Pce.Installing;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Pce;

/// <summary>Our client against a simulated PCE with a three-tier application, over a wire that can be made to fail.</summary>
public abstract class PceTest : SimulatorTest
{
    protected const string Owner = "test-owner";

    protected static readonly ListEntry Sentinel = new ListMark(Owner, PceMode.Deny, ListPurpose.Inbound).Fixtures.Single();

    private PceClient? _client;

    protected override SimulatorOptions Options => PceHands.Options with { Seed = "three-tier" };

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected UnreliableWire Wire { get; } = new();

    protected PceOptions Settings { get; } =
        new()
        {
            OrgId = "1",
            ApiKey = PceHands.Key,
            ApiSecret = Secret.Of(PceHands.Secret),
            OwnerId = Owner,
        };

    protected PceClient Client => _client ??= NewClient();

    protected IllumioPce Illumio => new(Client, Settings, TimeProvider.System);

    protected Installation Installation => new(Client, Settings, TimeProvider.System);

    protected PceClient NewClient(string? url = null)
    {
        Settings.Url = url ?? Pce.Url.ToString();
        return new PceClient(Settings, Wire, TimeProvider.System, () => 0, NullLogger<PceClient>.Instance);
    }

    protected async Task<InstallationResult> Install(bool withDomains = false)
    {
        var plan = Installation.Plan(await Installation.ReadAsync(withDomains, Cancellation));
        return await Installation.ApplyAsync(plan, Cancellation);
    }

    /// <summary>A PCE on which nobody made a rule yet, nor the system.</summary>
    protected async Task DeleteRuleSets()
    {
        var hrefs = (await Admin.Get("/sec_policy/draft/rule_sets")).AsArray().Select(ruleSet => (string)ruleSet!["href"]!).ToArray();
        foreach (var href in hrefs)
        {
            await Admin.Delete(href);
        }

        await Admin.Provision(hrefs);
        Pce.ClearCalls();
    }

    /// <summary>Method and path of what reached the PCE since the last <c>ClearCalls</c>.</summary>
    protected string[] Requests =>
        [.. Pce.Calls.Select(call => $"{call.Method} {call.Path.Replace("/api/v2/orgs/1/", "", StringComparison.Ordinal)}")];

    protected string[] Writes => [.. Requests.Where(request => !request.StartsWith("GET", StringComparison.Ordinal))];
}
