using System.Collections;
using Shield.Aws.Identity;
using Shield.Hosting.Settings;
using Shield.Pce.Calling;

namespace Shield.Hosting.Acts;

/// <summary>
/// Who acts and why, for the ledger, for history and for those who read the PCE's: both as text that can be shown anywhere.
/// </summary>
public sealed record Signature
{
    public const string Variable = "SHIELD_WHO";

    private const int LongestName = 200;

    /// <summary>In characters.</summary>
    public const int LongestReason = 1_000;

    public Signature(string who, string why) => (Who, Why) = (OutgoingText.Of(who, LongestName), OutgoingText.Of(why, LongestReason));

    /// <summary>As in <c>ann@bastion-1</c>.</summary>
    public string Who { get; }

    public string Why { get; }

    /// <inheritdoc cref="NameOfAsync"/>
    public static async Task<Signature> OfAsync(
        string? given,
        string why,
        IDictionary environment,
        ShieldSettings settings,
        CancellationToken cancellationToken
    ) => new(await NameOfAsync(given, environment, settings, cancellationToken), why);

    /// <param name="given">By <c>--who</c>. Null: SHIELD_WHO counts, else with a deployment in AWS the ARN of the caller, else
    /// user@host.</param>
    /// <param name="environment">All variables of the process.</param>
    /// <param name="settings">Whether there is a deployment in AWS to act on.</param>
    /// <param name="cancellationToken">Ends the question to AWS.</param>
    /// <exception cref="Aws.AwsException">AWS does not say whose credentials these are.</exception>
    public static async Task<string> NameOfAsync(
        string? given,
        IDictionary environment,
        ShieldSettings settings,
        CancellationToken cancellationToken
    ) =>
        new[] { given, environment[Variable] as string }.FirstOrDefault(name => !string.IsNullOrWhiteSpace(name))?.Trim() is { } named
            ? OutgoingText.Of(named, LongestName)
        : settings.Aws is null ? $"{Environment.UserName}@{Environment.MachineName}"
        : await Caller.ReadArnAsync(settings.LedgerRegion, cancellationToken);
}
