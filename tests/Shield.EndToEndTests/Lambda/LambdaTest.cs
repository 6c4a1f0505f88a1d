using Shield.EndToEndTests.Aws;
using Shield.EndToEndTests.Cli;

namespace Shield.EndToEndTests.Lambda;

/// <summary>
/// The real program before an emulated Lambda, moto's AWS and a simulated PCE on which Shield's lists and rules are in place.
/// </summary>
public abstract class LambdaTest(AwsHands aws) : StackTest(aws)
{
    /// <summary>What the schedule sends every five minutes.</summary>
    internal const string Schedule = """{"shield":"reconcile","why":"schedule"}""";

    private readonly List<Bootstrap> _instances = [];

    /// <summary>As long as the reconciler may take (deploy/template.yaml); what must be sooner says so itself.</summary>
    protected static TimeSpan Patient { get; } = TimeSpan.FromSeconds(150);

    public override async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
        {
            await instance.DisposeAsync();
        }

        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>As <c>deploy/deploy.sh</c> leaves a stack, and after <c>shield init --apply</c>.</summary>
    /// <param name="settings">Further ones of the section Pce, after a comma.</param>
    internal async Task DeployAsync(string settings = "")
    {
        await Deployment.PutAsync("settings", SettingsWith(settings), Cancellation);
        (await Initialise()).Expect(0);
    }

    /// <summary>An instance of the function that records.</summary>
    /// <param name="changed">Of its environment.</param>
    internal Task<Bootstrap> StartRecorderAsync(params (string Name, string Value)[] changed) => StartAsync("recorder", changed);

    /// <summary>An instance of the function that reconciles.</summary>
    /// <param name="changed">Of its environment.</param>
    internal Task<Bootstrap> StartReconcilerAsync(params (string Name, string Value)[] changed) => StartAsync("reconciler", changed);

    /// <summary>An instance of each.</summary>
    internal async Task<Functions> StartFunctionsAsync()
    {
        var (recorder, reconciler) = (await StartRecorderAsync(), await StartReconcilerAsync());
        return new Functions(recorder, reconciler, Deployment, Patient, Cancellation);
    }

    private async Task<Bootstrap> StartAsync(string handler, (string Name, string Value)[] changed)
    {
        var environment = Deployment.Environment;
        foreach (var (name, value) in changed)
        {
            environment[name] = value;
        }

        var instance = await Bootstrap.StartAsync(handler, environment, Cancellation);
        _instances.Add(instance);
        return instance;
    }

    internal static (string Id, string Body)[] Messages(params IEnumerable<string> parties) =>
        [.. parties.Select((party, index) => ($"m{index}", EventBridge(FindingText.BruteForce(party))))];

    internal static string EventBridge(string finding) =>
        $$"""{"version":"0","id":"e","detail-type":"GuardDuty Finding","source":"aws.guardduty","account":"111122223333","time":"2026-11-24T00:00:00Z","region":"eu-west-1","resources":[],"detail":{{finding}}}""";

    /// <summary>Many different parties, none of them special.</summary>
    internal static IEnumerable<string> Parties(int count, int from = 0) =>
        Enumerable.Range(from, count).Select(i => $"45.{80 + (i / 62_500)}.{i / 250 % 250}.{(i % 250) + 1}");
}
