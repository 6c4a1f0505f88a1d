using System.Text.Json.Serialization;

namespace Shield.Cli.Demo;

[JsonConverter(typeof(JsonStringEnumConverter<PartyRole>))]
public enum PartyRole
{
    /// <summary>Somebody in no finding at all.</summary>
    [JsonStringEnumMemberName("visitor")]
    Visitor,

    /// <summary>Comes in where the website is open, and GuardDuty says that it is malicious.</summary>
    [JsonStringEnumMemberName("attacker")]
    Attacker,

    /// <summary>Whom our own host attacked: the remote party of a finding, and innocent.</summary>
    [JsonStringEnumMemberName("victim")]
    Victim,

    [JsonStringEnumMemberName("own")]
    Own,

    [JsonStringEnumMemberName("partner")]
    Partner,

    /// <summary>An address that only a sample finding names: it stands for nobody.</summary>
    [JsonStringEnumMemberName("sample")]
    Sample,
}
