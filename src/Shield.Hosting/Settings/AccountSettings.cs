using System.Collections.Immutable;
using Shield.Core.Decisions;

namespace Shield.Hosting.Settings;

/// <summary><c>Policy:Accounts:&lt;account&gt;:…</c>: what differs for the findings of one AWS account.</summary>
internal static class AccountSettings
{
    private const string Key = "Policy:Accounts";

    private static readonly ImmutableSortedDictionary<string, Autonomy> Words = Enum.GetValues<Autonomy>()
        .ToImmutableSortedDictionary(word => word.ToString().ToLowerInvariant(), word => word, StringComparer.Ordinal);

    public static ImmutableSortedDictionary<string, AccountPolicy> Read(SettingReader reader) =>
        reader
            .Names(Key)
            .ToImmutableSortedDictionary(
                account => account,
                account => new AccountPolicy
                {
                    Autonomy = reader.Choice($"{Key}:{account}:Autonomy", Words),
                    MinimumSeverity = reader.Text($"{Key}:{account}:MinimumSeverity") is null
                        ? null
                        : reader.Severity($"{Key}:{account}:MinimumSeverity", 0),
                },
                StringComparer.Ordinal
            );
}
