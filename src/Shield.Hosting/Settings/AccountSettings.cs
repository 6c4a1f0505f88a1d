using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Hosting.Settings.Rows;

namespace Shield.Hosting.Settings;

/// <summary><c>Policy:Accounts:&lt;account&gt;:…</c>: what differs for the findings of one AWS account.</summary>
internal static class AccountSettings
{
    public static ImmutableSortedDictionary<string, AccountPolicy> Read(SettingReader reader) =>
        reader
            .Names(PolicyRows.Accounts)
            .ToImmutableSortedDictionary(
                account => account,
                account => new AccountPolicy
                {
                    Autonomy = reader.Value(PolicyRows.AutonomyOfAccount, PolicyRows.AutonomyOfAccount.KeyFor(account)),
                    MinimumSeverity = reader.Value(
                        PolicyRows.MinimumSeverityOfAccount,
                        PolicyRows.MinimumSeverityOfAccount.KeyFor(account)
                    ),
                },
                StringComparer.Ordinal
            );
}
