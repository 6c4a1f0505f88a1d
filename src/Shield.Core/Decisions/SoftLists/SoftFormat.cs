namespace Shield.Core.Decisions.SoftLists;

/// <summary>How a soft list is written.</summary>
public enum SoftFormat
{
    /// <summary>One address, block or name a line; <c>#</c> starts a comment.</summary>
    Plain,

    /// <summary>Amazon's ip-ranges.json (https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-ranges.html).</summary>
    AwsIpRanges,

    /// <summary>A MISP warning list (https://github.com/MISP/misp-warninglists).</summary>
    Misp,
}
