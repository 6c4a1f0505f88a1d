using System.Collections;
using Shield.Aws.Identity;
using Shield.Hosting.Settings;

namespace Shield.Cli.Work;

/// <summary>Who acts and why, for the ledger and for history.</summary>
/// <param name="Who">As in <c>ann@bastion-1</c>.</param>
public sealed record Signature(string Who, string Why)
{
    public const string Variable = "SHIELD_WHO";

    /// <param name="given">Of the command line; null for the environment's, else whose credentials these are in AWS, else the account's name and host.</param>
    /// <param name="environment">All variables of the process.</param>
    /// <param name="settings">Whether there is a deployment in AWS to act on.</param>
    /// <param name="cancellationToken">Ends the question to AWS.</param>
    /// <exception cref="Aws.AwsException">AWS does not say whose credentials these are.</exception>
    public static async Task<string> NameOfAsync(string? given, IDictionary environment, ShieldSettings settings, CancellationToken cancellationToken) =>
        new[] { given, environment[Variable] as string }.FirstOrDefault(name => !string.IsNullOrWhiteSpace(name))?.Trim()
        ?? (settings.Aws is null ? $"{Environment.UserName}@{Environment.MachineName}" : await Caller.ReadArnAsync(settings.LedgerRegion, cancellationToken));
}
