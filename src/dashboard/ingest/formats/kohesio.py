"""The file of a country's projects that Kohesio publishes, with the names of its columns.

A name or a summary in English serves only where the file hasn't the one in the programme's language.
"""

NAME = "kohesio"
LABEL = "fichier de projets de Kohesio"
KIND = "operations"
HAS_NUMBER = True

HEADERS = {
    "num_dossier": ("Operation_Unique_Identifier",),
    "title": ("Operation_Name_Programme_Language",),
    "description": ("Operation_Summary_Programme_Language",),
    "beneficiary": ("Beneficiary_Name",),
    "beneficiary_postcode": ("Postal_Code", "Operation_Postal_Code"),
    "country": ("Country",),
    "region": ("Region",),
    "start_date": ("Operation_Start_Date",),
    "end_date": ("Operation_End_Date",),
    "total_cost": ("Total_Eligible_Expenditure_Amount", "Total_Eligible_Expenditure", "Operation_Total_Budget"),
    "eu_amount": ("Project_EU_Budget", "EU_Budget", "Operation_EU_Budget"),
    "eu_rate": ("Cofinancing_Rate", "EU_Cofinancing_Rate"),
    "fund": ("Fund_Code",),
    "programme": ("Programme_Name",),
    "managing_body": ("ManagingAuthority", "Managing_Authority"),
    "intervention_category": ("Category_Label",),
}
FALLBACKS = {
    "num_dossier": ("Operation_Local_Identifier",),
    "title": ("Operation_Name_English", "Operation_Name"),
    "description": ("Operation_Summary_English", "Operation_Summary"),
    "beneficiary": ("Beneficiary_Name_English",),
    "region": ("NUTS2_Code", "NUTS3_Code", "NUTS_Code"),
    "end_date": ("Operation_Expected_End_Date",),
    "fund": ("Fund_Name",),
    "programme": ("Programme_Code",),
    "intervention_category": ("Category_Of_Intervention", "Intervention_Field"),
}
REQUIRED = frozenset({"num_dossier", "title", "total_cost"})
ONE_OF = (frozenset({"eu_amount", "eu_rate"}),)

VALID_EXAMPLES = (
    (
        "Operation_Unique_Identifier", "Operation_Name_English", "Operation_Name_Programme_Language", "Operation_Summary_English",
        "Operation_Summary_Programme_Language", "Country", "Operation_Start_Date", "Operation_End_Date", "Cofinancing_Rate",
        "Total_Eligible_Expenditure_amount", "Total_Eligible_Expenditure_Currency", "Project_EU_Budget",
        "Beneficiary_Unique_Identifier", "Beneficiary_Name", "Fund_Code", "Fund_Name", "Programme_Name", "Category_Label",
    ),
    (
        "Operation_Unique_Identifier", "Operation_Local_Identifier", "Operation_Name_English", "Country", "Postal_Code",
        "Operation_Start_Date", "Operation_End_Date", "Cofinancing_Rate", "Total_Eligible_Expenditure_amount",
        "Category_Of_Intervention", "Category_Label", "Thematic_Objective_ID", "Policy_Objective_ID", "Fund_Code", "Fund_Name",
        "Programme_Code", "Programme_Name", "Region", "NUTS3_Code", "Programming_Period", "ManagingAuthority",
    ),
)  # fmt: skip
INVALID_EXAMPLES = (
    ("Operation_Name_English", "Beneficiary_Name", "Country"),
    ("Operation_Unique_Identifier", "Fund_Code"),
)
