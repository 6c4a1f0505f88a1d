namespace Shield.Core.FindingTypes.Rows;

/// <summary>
/// Pages of AWS's GuardDuty guide. Where the page of an old type is gone, the table names the one that tells of its successor.
/// </summary>
internal static class AwsPage
{
    public const string Ec2 = "guardduty_finding-types-ec2";
    public const string Iam = "guardduty_finding-types-iam";
    public const string S3 = "guardduty_finding-types-s3";
    public const string Kubernetes = "guardduty-finding-types-eks-audit-logs";
    public const string Rds = "findings-rds-protection";
    public const string Lambda = "lambda-protection-finding-types";
    public const string Runtime = "findings-runtime-monitoring";
    public const string Malware = "findings-malware-protection";
    public const string MalwareBackup = "findings-malware-protection-backup";
    public const string MalwareS3 = "gdu-malware-protection-s3-finding-types";
    public const string Sequences = "guardduty-attack-sequence-finding-types";
    public const string CustomRules = "findings-custom-detection-rules";
    public const string Ai = "findings-ai-protection";
    public const string Retired = "guardduty_finding-types-retired";
    public const string History = "doc-history";
}
