using System.Collections;

namespace Shield.Cli.Work;

/// <summary>Who acts and why, for the ledger and for history.</summary>
/// <param name="Who">As in <c>ann@bastion-1</c>.</param>
public sealed record Signature(string Who, string Why)
{
    public const string Variable = "SHIELD_WHO";

    /// <param name="given">Of the command line; null for the environment's, else the account's name and host.</param>
    public static string NameOf(string? given, IDictionary environment) =>
        new[] { given, environment[Variable] as string }.FirstOrDefault(name => !string.IsNullOrWhiteSpace(name))?.Trim()
        ?? $"{Environment.UserName}@{Environment.MachineName}";
}
