using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace Shield.Core.Findings;

/// <summary>A finding that another service rendered, written as GuardDuty writes it.</summary>
internal sealed class GuardDutyJson
{
    private const string Instance = "AwsEc2Instance";
    private const string AccessKey = "AwsIamAccessKey";

    /// <summary><c>arn:aws:guardduty:REGION:ACCOUNT:detector/ID/finding/ID</c>; whatever else it is counts as the id.</summary>
    public required string? Arn { get; init; }
    public required string? Account { get; init; }
    public required string? Region { get; init; }
    public required string? Type { get; init; }
    public required string? Severity { get; init; }
    public required string? CreatedAt { get; init; }
    public required string? UpdatedAt { get; init; }

    /// <summary>Used where <see cref="Tree"/> has no time of its own.</summary>
    public required string? FirstSeen { get; init; }

    /// <inheritdoc cref="FirstSeen"/>
    public required string? LastSeen { get; init; }

    public required bool IsHandled { get; init; }
    public required bool IsSample { get; init; }
    public required ImmutableArray<Resource> Resources { get; init; }

    /// <summary>Holds <c>service</c> as GuardDuty spells it.</summary>
    public required PathTree Tree { get; init; }

    /// <param name="Type">In Security Hub's spelling.</param>
    /// <param name="Addresses">Ours, in text.</param>
    public sealed record Resource(string? Type, string? Id, ImmutableArray<string> Addresses);

    public ReadOnlySpan<byte> Write()
    {
        CompleteService();
        var ours = Tree.Take("resource");
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartObject();
            WriteText(json, "accountId", Account);
            WriteText(json, "region", RegionOfArn() ?? Region);
            WriteText(json, "id", Arn?[(Arn.LastIndexOf('/') + 1)..]);
            WriteText(json, "type", Type);
            WriteText(json, "severity", Severity);
            WriteText(json, "createdAt", CreatedAt);
            WriteText(json, "updatedAt", UpdatedAt);
            WriteResource(json, ours);
            Tree.WriteMembers(json);
            json.WriteEndObject();
        }

        return bytes.WrittenSpan;
    }

    private void CompleteService()
    {
        Tree.AddMissing("service/eventFirstSeen", FirstSeen);
        Tree.AddMissing("service/eventLastSeen", LastSeen);
        if (IsHandled)
        {
            Tree.Add("service/archived", "true");
        }

        if (IsSample)
        {
            Tree.Add("service/additionalInfo/sample", "true");
        }
    }

    private void WriteResource(Utf8JsonWriter json, PathTree? flattened)
    {
        json.WriteStartObject("resource");
        WriteText(
            json,
            "resourceType",
            Resources.FirstOrDefault()?.Type switch
            {
                Instance => "Instance",
                AccessKey => "AccessKey",
                var other => other,
            }
        );
        json.WriteStartObject("instanceDetails");
        WriteText(json, "instanceId", Last(Instance, '/'));
        json.WriteStartArray("networkInterfaces");
        foreach (var address in Resources.SelectMany(resource => resource.Addresses))
        {
            json.WriteStartObject();
            WriteText(json, "privateIpAddress", address);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        if (flattened is not null)
        {
            json.WriteStartObject("flattened");
            flattened.WriteMembers(json);
            json.WriteEndObject();
        }

        json.WriteStartObject("accessKeyDetails");
        WriteText(json, "accessKeyId", Last(AccessKey, ':'));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // arn:aws:ec2:REGION:ACCOUNT:instance/i-0abc, AWS::IAM::AccessKey:AKIA…
    private string? Last(string type, char separator) =>
        Resources.FirstOrDefault(resource => resource.Type == type)?.Id is { } id ? id[(id.LastIndexOf(separator) + 1)..] : null;

    private string? RegionOfArn() => Arn?.Split(':', 6) is ["arn", _, "guardduty", { Length: > 0 } region, ..] ? region : null;

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }
}
