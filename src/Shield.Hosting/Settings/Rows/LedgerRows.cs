using System.Collections.Immutable;
using Shield.Core.Decisions;

namespace Shield.Hosting.Settings.Rows;

/// <summary><c>Ledger:…</c> and <c>Aws:…</c>: where the ledger lies, and where a deployment in AWS.</summary>
internal static class LedgerRows
{
    public const string DefaultPath = "shield.db";

    public static readonly ValueSetting<LedgerKind> Kind = SettingType.Word("Ledger:Kind", LedgerKind.Sqlite) with
    {
        Of = settings => settings.LedgerTable is null ? LedgerKind.Sqlite : LedgerKind.DynamoDb,
        IsReadOnce = true,
        Meaning =
            "`sqlite`: a file, for one machine. `dynamodb`: a table, for many, and for a laptop beside them ([dynamodb](dynamodb.md))",
    };

    public static readonly ValueSetting<string?> Path = SettingType.Text("Ledger:Path") with
    {
        Type = "file",
        Otherwise = $"`{DefaultPath}` beside the settings file",
        IsPath = true,
        Of = settings => settings.LedgerPath,
        IsReadOnce = true,
        Meaning = "`sqlite`: the file. Its folder must exist; not on a network share. Without a settings file: in the working directory",
    };

    public static readonly ValueSetting<string?> Table = SettingType.Text("Ledger:Table") with
    {
        Otherwise = "required",
        Of = settings => settings.LedgerTable?.Table,
        IsReadOnce = true,
        Meaning = "`dynamodb`: the table, made beforehand. The ledger in it is that of `Pce:OwnerId`",
    };

    public static readonly ValueSetting<string?> Region = SettingType.Text("Ledger:Region") with
    {
        Otherwise = "the SDK's",
        Of = settings => settings.LedgerRegion,
        IsReadOnce = true,
        Meaning = "`dynamodb`: the table's region; else `AWS_REGION` or the profile's. Credentials are always those that AWS's SDK finds",
    };

    public static readonly ValueSetting<TimeSpan> Retention = SettingType.Time(
        "Ledger:Retention",
        Forgetting.DefaultRetention,
        least: Forgetting.ShortestRetention
    ) with
    {
        Of = settings => settings.Retention,
        Meaning = "How long evidence is kept after the last moment at which it can have mattered. See below",
    };

    public static readonly ValueSetting<Uri?> Queue = SettingType.QueueUrl("Aws:Queue") with
    {
        Of = settings => settings.Aws?.Queue,
        Meaning = "In AWS, published by the stack: the queue that findings come through",
    };

    public static readonly ValueSetting<Uri?> ReconcileQueue = SettingType.QueueUrl("Aws:ReconcileQueue") with
    {
        Of = settings => settings.Aws?.ReconcileQueue,
        Meaning = "The same: the queue of requests to reconcile. A stack of an earlier version has one queue for both",
    };

    public static readonly ValueSetting<Uri?> DeadLetterQueue = SettingType.QueueUrl("Aws:DeadLetterQueue") with
    {
        Of = settings => settings.Aws?.DeadLetterQueue,
        Meaning = "The same: where messages end that failed again and again",
    };

    public static readonly ValueSetting<string?> Function = SettingType.Text("Aws:Function") with
    {
        Of = settings => settings.Aws?.Function,
        Meaning = "The same: the name of the Lambda function that records findings",
    };

    public static readonly ImmutableArray<Setting> All =
    [
        Kind,
        Path,
        Table,
        Region,
        Retention,
        Queue,
        ReconcileQueue,
        DeadLetterQueue,
        Function,
    ];
}
