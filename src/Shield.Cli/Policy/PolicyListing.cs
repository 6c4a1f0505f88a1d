using System.Collections.Immutable;
using System.Globalization;
using Shield.Cli.Printing;
using Shield.Cli.Words;
using Shield.Core.Decisions.SoftLists;
using Shield.Hosting.Settings;

namespace Shield.Cli.Policy;

/// <summary><c>policy show</c>: what is in force, and where each value comes from.</summary>
public static class PolicyListing
{
    public static Answer<ImmutableArray<PolicyRow>> Of(ShieldSettings settings)
    {
        var said = settings.Layers.Select(layer => (Layer: layer, Keys: KeysAndSections(layer))).ToList();
        return new Answer<ImmutableArray<PolicyRow>>(
            [
                .. from value in Values(settings)
                let layers = said.Where(one => one.Keys.Contains(value.Key)).Select(one => one.Layer).ToList()
                select RowOf(value, layers.LastOrDefault()) with
                {
                    Remark = RemarkOf(value.Key, layers, settings),
                },
            ],
            ExitCode.Done
        );
    }

    /// <summary>The keys of a layer, and what each stands in: of <c>NeverBlock:Ranges:7</c> also <c>NeverBlock:Ranges</c>.</summary>
    private static HashSet<string> KeysAndSections(SettingLayer layer)
    {
        var all = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var key in layer.Values.Keys)
        {
            for (var end = key.Length; end > 0 && all.Add(key[..end]); end = key.LastIndexOf(':', end - 1)) { }
        }

        return all;
    }

    private static PolicyRow RowOf((string Key, string Text) value, SettingLayer? layer) =>
        layer?.Source switch
        {
            null => new PolicyRow(value.Key, value.Text, "default", null),
            SettingSource.Flag => new PolicyRow(value.Key, value.Text, "flag", null),
            SettingSource.Environment => new PolicyRow(value.Key, value.Text, "environment", layer.Spell(value.Key)),
            SettingSource.Parameter => new PolicyRow(value.Key, value.Text, "parameter", layer.Origin),
            _ => new PolicyRow(value.Key, value.Text, "file", layer.Origin),
        };

    /// <summary>Lists are the only values of which a weaker place may have more.</summary>
    private static string? RemarkOf(string key, List<SettingLayer> layers, ShieldSettings settings) =>
        (key is "Reconcile:Window" ? "checked, and no part of this version waits for it" : null)
        ?? settings.Warnings.FirstOrDefault(warning => warning.StartsWith(key + ":", StringComparison.Ordinal))
        ?? (
            SettingKey.All.Any(known =>
                known.Name == key
                && (known.IsList || SettingKey.All.Any(below => below.Name.StartsWith($"{key}:<n>", StringComparison.Ordinal)))
            )
            && layers.Count > 1
                ? $"a list is taken whole from the strongest place that has one; that of {string.Join(" and ", layers.SkipLast(1).Select(layer => layer.Origin))} does not count"
                : null
        );

    private static IEnumerable<(string Key, string Text)> Values(ShieldSettings settings)
    {
        var (policy, pce) = (settings.Policy, settings.Pce);
        yield return ("Pce:Url", pce.Url ?? None);
        yield return ("Pce:OrgId", pce.OrgId ?? None);
        yield return ("Pce:ApiKey", pce.ApiKey ?? None);
        yield return ("Pce:SecondApiKey", pce.SecondApiKey ?? None);
        yield return ("Pce:KeyParameter", settings.KeyParameter ?? None);
        yield return ("Pce:OwnerId", pce.OwnerId ?? None);
        yield return ("Pce:Mode", Lower(pce.Mode));
        yield return ("Pce:Scope", pce.Scope is [] ? "all workloads" : string.Join("; ", pce.Scope));
        yield return ("Pce:CaBundle", pce.CaBundle ?? "system");
        yield return ("Pce:RequestsPerMinute", Number(pce.RequestsPerMinute));
        yield return ("Pce:MaxEntries", Number(pce.MaxEntries));
        yield return ("Pce:ForeignDraftWait", Duration.ToText(pce.ForeignDraftWait));
        yield return ("Ledger:Kind", settings.LedgerTable is null ? "sqlite" : "dynamodb");
        yield return ("Ledger:Path", settings.LedgerPath);
        yield return ("Ledger:Table", settings.LedgerTable?.Table ?? None);
        yield return ("Ledger:Region", settings.LedgerRegion ?? None);
        yield return ("Ledger:Retention", Duration.ToText(settings.Retention));
        yield return ("Aws:Queue", settings.Aws?.Queue.ToString() ?? None);
        yield return ("Aws:DeadLetterQueue", settings.Aws?.DeadLetterQueue?.ToString() ?? None);
        yield return ("Aws:Function", settings.Aws?.Function ?? None);
        yield return ("Policy:Autonomy", policy.Autonomy.ToWord());
        yield return ("Policy:MinimumSeverity", Number(policy.MinimumSeverity));
        yield return ("Policy:AcceptSamples", policy.AcceptSamples ? "true" : "false");
        yield return ("Policy:ApiCallers", policy.Switches.ApiCallers.ToWord());
        yield return ("Policy:RdsLogins", policy.Switches.RdsLogins.ToWord());
        yield return ("Policy:OnArchive", Lower(policy.OnArchive));
        yield return ("Policy:OnManualRemoval", Lower(policy.OnManualRemoval));
        yield return ("Policy:ResolveDomains", policy.ResolveDomains ? "true" : "false");
        yield return ("Policy:Life:Low", Duration.ToText(policy.Lives.Low));
        yield return ("Policy:Life:Medium", Duration.ToText(policy.Lives.Medium));
        yield return ("Policy:Life:High", Duration.ToText(policy.Lives.High));
        yield return ("Policy:Life:Critical", Duration.ToText(policy.Lives.Critical));
        foreach (var (account, own) in policy.Accounts)
        {
            if (own.Autonomy is { } autonomy)
            {
                yield return ($"Policy:Accounts:{account}:Autonomy", autonomy.ToWord());
            }

            if (own.MinimumSeverity is { } severity)
            {
                yield return ($"Policy:Accounts:{account}:MinimumSeverity", Number(severity));
            }
        }

        yield return ("Limits:WidestV4", $"/{policy.WidestV4}");
        yield return ("Limits:WidestV6", $"/{policy.WidestV6}");
        yield return ("Limits:AddPerRun", settings.AddPerRun.ToString(CultureInfo.InvariantCulture));
        yield return ("Limits:AddPerDay", settings.AddPerDay.ToString(CultureInfo.InvariantCulture));
        yield return ("NeverBlock:Ranges", Joined(settings.NeverBlock.Select(range => range.ToString())));
        yield return ("NeverBlock:Names", Joined(settings.NeverBlockNames.Select(name => name.Text)));
        yield return ("NeverBlock:Files", Joined(settings.NeverBlockFiles.Select(Text)));
        yield return ("Reconcile:Window", Duration.ToText(settings.Window));
        yield return ("Reconcile:VersionsPerHour", Number(settings.VersionsPerHour));
        yield return ("Input:MaxRecordBytes", Number(settings.MaxRecordBytes));
    }

    private static string Text(SoftFile file) =>
        $"{file.Name} ({file.Format.ToWord()}, {file.Kind?.ToWord() ?? "by service"}{(file.Services.IsEmpty ? "" : $" of {string.Join(" ", file.Services)}")}, {file.Path})";

    private const string None = "none";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Joined(IEnumerable<string> texts) => string.Join(", ", texts) is { Length: > 0 } all ? all : "none";

    private static string Number(double number) => number.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Lower<T>(T word)
        where T : struct, Enum => word.ToString().ToLowerInvariant();
}
